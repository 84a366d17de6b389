import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createFrameReader } from '../../electron/engine/codec/peerFraming.ts';
import {
  HANDSHAKE_BYTES,
  parsePeerHandshake,
  writePeerHandshake,
  type PeerFeatures,
  type PeerHandshake,
} from '../../electron/engine/codec/peerHandshake.ts';
import {
  parsePeerMessage,
  writePeerMessage,
  type BlockRequest,
  type PeerMessage,
} from '../../electron/engine/codec/peerMessages.ts';
import type { InfoHash } from '../../shared/infoHash.ts';

export interface TestLeecherOptions {
  readonly host?: string;
  /** Where it comes from, of the addresses of this computer. */
  readonly localAddress?: string;
  readonly port: number;
  readonly infoHash: InfoHash;
  readonly features?: Partial<PeerFeatures>;
  readonly peerId?: Uint8Array;
}

type Kind = PeerMessage['kind'];
type MessageOf<K extends Kind> = Extract<PeerMessage, { readonly kind: K }>;

/** A peer in a test's hand: it says what it is told to and keeps what it hears. */
export interface TestLeecher {
  readonly socket: Socket;
  /** The seeder's handshake. */
  readonly theirs: PeerHandshake;
  /** Messages that nobody has waited for yet; a keep-alive is not among them. */
  readonly inbox: readonly PeerMessage[];
  readonly keepAlives: number;
  /** Resolves when the connection is closed, from either side. */
  readonly closed: Promise<void>;
  send(...messages: PeerMessage[]): void;
  sendRaw(bytes: Uint8Array): void;
  /** The next message of this kind, which is taken out of the inbox. Rejects when the connection closes before it comes. */
  next<K extends Kind>(kind: K): Promise<MessageOf<K>>;
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 1024 * 1024;
let leechers = 0;

/** Connects and shakes hands. Rejects when the seeder closes instead. */
export async function connectTestLeecher(options: TestLeecherOptions): Promise<TestLeecher> {
  const socket = await openSocket(options.port, options.host, options.localAddress);
  const inbox: PeerMessage[] = [];
  let theirs: PeerHandshake | undefined;
  let early = Buffer.alloc(0);
  let keepAlives = 0;
  let isClosed = false;
  /** Wakes whoever waits for a message, a handshake or the end. */
  let wake = Promise.withResolvers<void>();

  const frames = createFrameReader(MAX_FRAME_BYTES, (frame) => {
    const parsed = parsePeerMessage(Uint8Array.from(frame));
    if (parsed.ok) inbox.push(parsed.value);
    else if (parsed.error === 'empty') keepAlives += 1;
    else throw new Error(`the seeder sent a wrong message: ${parsed.error}`);
    return true;
  });
  socket.on('data', (bytes: Buffer) => {
    if (theirs !== undefined) frames.push(bytes);
    else {
      early = Buffer.concat([early, bytes]);
      const parsed = parsePeerHandshake(early);
      if (parsed.ok) theirs = parsed.value;
      if (parsed.ok) frames.push(early.subarray(HANDSHAKE_BYTES));
    }
    notify();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      notify();
      resolve();
    });
  });
  const { features, infoHash, peerId = nextPeerId() } = options;
  const ours = { extensionProtocol: true, fast: true, dht: false, ...features };
  socket.write(writePeerHandshake({ features: ours, infoHash, peerId }));
  const handshake = await waitFor(() => theirs, 'handshake');

  return {
    socket,
    theirs: handshake,
    inbox,
    get keepAlives() {
      return keepAlives;
    },
    closed,
    send: (...messages) => void socket.write(Buffer.concat(messages.map(writePeerMessage))),
    sendRaw: (bytes) => void socket.write(bytes),
    next: (kind) => waitFor(() => take(inbox, kind), kind),
    close: () => {
      socket.destroy();
      return closed;
    },
  };

  function notify(): void {
    const waiting = wake;
    wake = Promise.withResolvers();
    waiting.resolve();
  }

  async function waitFor<T>(probe: () => T | undefined, what: string): Promise<T> {
    const found = probe();
    if (found !== undefined) return found;
    if (isClosed) throw new Error(`the connection closed before: ${what}`);
    await wake.promise;
    return waitFor(probe, what);
  }
}

function take<K extends Kind>(inbox: PeerMessage[], kind: K): MessageOf<K> | undefined {
  const index = inbox.findIndex((message) => message.kind === kind);
  return index < 0 ? undefined : (inbox.splice(index, 1)[0] as MessageOf<K>);
}

/** Opens a plain connection. */
export function openSocket(port: number, host = '127.0.0.1', localAddress?: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, ...(localAddress !== undefined && { localAddress }) });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

export function nextPeerId(): Uint8Array {
  leechers += 1;
  return Buffer.from(`-TT0100-${String(leechers).padStart(12, '0')}`);
}

/** Declares interest, waits to be unchoked, and fetches the requests, several at a time. Returns the blocks in the same order. */
export async function fetchBlocks(leecher: TestLeecher, requests: readonly BlockRequest[]): Promise<Uint8Array[]> {
  const blocks = new Map<string, Uint8Array>();
  leecher.send({ kind: 'interested' });
  await leecher.next('unchoke');
  leecher.send(...requests.map((request): PeerMessage => ({ kind: 'request', ...request })));
  for (const _ of requests) {
    const { piece, begin, block } = await leecher.next('piece');
    blocks.set(`${piece}:${begin}:${block.length}`, block);
  }
  return requests.map(({ piece, begin, length }) => {
    const block = blocks.get(`${piece}:${begin}:${length}`);
    if (block === undefined) throw new Error(`piece ${piece} at ${begin} did not come`);
    return block;
  });
}

export function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}
