import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { KIB } from '../../shared/units.ts';
import { BLOCK_BYTES, REQUEST_BYTES } from './blockRequests.ts';
import { createMessageFramer, HANDSHAKE } from './messageFramer.ts';

/**
 * A peer that only takes, and costs as little as it can, so that the seeder is what is measured: it reads into one
 * buffer again and again, looks at message headers alone, and sends requests that were written beforehand.
 */
export interface Leecher {
  /** Shakes hands, says that it is interested, and resolves when it is unchoked. */
  readonly unchoked: Promise<void>;
  /** Asks for blocks with `depth` requests on their way; resolves when all of them came. Once at a time. */
  download(requests: Buffer, depth: number): Promise<void>;
  close(): void;
}

export interface LeecherOptions {
  readonly host: string;
  readonly port: number;
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** A part of the body of a `piece` message: piece, offset, then data; a view that is valid until this returns. */
  readonly onPieceBody?: (part: Uint8Array) => void;
}

/** Large enough for few system calls, small enough to stay in the processor's cache. */
const READ_BUFFER_BYTES = 256 * KIB;
const PROTOCOL = '\x13BitTorrent protocol';
const INTERESTED = Uint8Array.of(0, 0, 0, 1, 2);
const PIECE_PREFIX_BYTES = 8;
const MessageId = { choke: 0, unchoke: 1, piece: 7 } as const;

export function connectLeecher({ host, port, infoHash, onPieceBody }: LeecherOptions): Leecher {
  const unchoked = pending();
  let done = pending();
  let requests: Buffer = Buffer.alloc(0);
  let requested = 0;
  let received = 0;
  let isOver = false;

  const framer = createMessageFramer({
    onMessage(id, length) {
      if (id === MessageId.piece) return receive(length);
      if (id === HANDSHAKE) socket.write(INTERESTED);
      else if (id === MessageId.unchoke) unchoked.resolve();
      else if (id === MessageId.choke) fail(new Error(`${host}:${port} choked a peer in the middle of a measurement`));
    },
    ...(onPieceBody === undefined
      ? {}
      : {
          onBody: (id: number, part: Uint8Array): void => {
            if (id === MessageId.piece) onPieceBody(part);
          },
        }),
  });

  const socket = connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
      callback: (count, buffer) => {
        const receivedBefore = received;
        framer.feed(count === buffer.length ? buffer : buffer.subarray(0, count));
        const answered = received - receivedBefore;
        if (answered === 0) return true;
        ask(answered);
        if (received * REQUEST_BYTES === requests.length) done.resolve();
        return true;
      },
    },
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${host}:${port} closed the connection`)));
  socket.write(writeHandshake(infoHash));

  function receive(length: number): void {
    if (length !== PIECE_PREFIX_BYTES + BLOCK_BYTES) fail(new Error(`a block of ${length} bytes came`));
    received++;
  }

  function ask(count: number): void {
    const end = Math.min(requested + count * REQUEST_BYTES, requests.length);
    if (end === requested) return;
    socket.write(requests.subarray(requested, end));
    requested = end;
  }

  function fail(error: Error): void {
    if (isOver) return;
    close();
    unchoked.reject(error);
    done.reject(error);
  }

  function close(): void {
    isOver = true;
    socket.destroy();
  }

  return {
    unchoked: unchoked.promise,
    async download(wanted, depth) {
      await unchoked.promise;
      requests = wanted;
      requested = 0;
      received = 0;
      ask(depth);
      await done.promise;
      done = pending();
    },
    close,
  };
}

/** A failure is seen by whoever waits, now or later; nobody may be waiting when it happens. */
function pending(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
}

/** Plain BEP 3, no extensions: the seeder is asked for nothing but blocks. A new peer-id for every connection. */
function writeHandshake(infoHash: Uint8Array): Uint8Array {
  const peerId = Buffer.from(`-XB0100-${randomBytes(6).toString('hex')}`, 'latin1');
  return Buffer.concat([Buffer.from(PROTOCOL, 'latin1'), Buffer.alloc(8), infoHash, peerId]);
}
