import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type UdpAnnounceRequest, writeUdpRequest } from '../../electron/engine/codec/udpTracker.ts';
import { parseUdpReply } from '../../electron/engine/codec/udpTrackerReply.ts';
import { infoHashFromBytes } from '../../shared/infoHash.ts';
import type { Cleanup } from './cleanup.ts';

/** What one peer of the load tells. Its number is its port. */
export interface LoadAnnounce {
  readonly peer: number;
  readonly event: UdpAnnounceRequest['event'];
  readonly leftBytes: number;
}

/** An announce that was answered. */
export interface Acknowledged extends LoadAnnounce {
  /** When the answer came, on the clock of `performance.now()`. */
  readonly atMs: number;
}

export interface AnnounceLoad {
  readonly acknowledged: readonly Acknowledged[];
  /** Announces that were sent; some may not have arrived. */
  readonly sent: () => number;
  stop(): void;
}

export interface AnnounceLoadOptions {
  /** Of the client and of the tracker. */
  readonly address: string;
  readonly tracker: { readonly address: string; readonly port: number };
  /** Hexadecimal digits. */
  readonly infoHash: string;
  /** What is announced as the n-th. */
  readonly announceAt: (n: number) => LoadAnnounce;
}

const UNANSWERED = 64;
/** Who got no answer by then has lost it, and another takes its place. */
const TOP_UP_MS = 500;

/** Announces over UDP without a pause, with 64 announces on their way at any time. */
export async function startAnnounceLoad(cleanup: Cleanup, options: AnnounceLoadOptions): Promise<AnnounceLoad> {
  const { tracker, announceAt } = options;
  const infoHash = infoHashFromBytes(Buffer.from(options.infoHash, 'hex'));
  const socket = createSocket('udp4');
  const acknowledged: Acknowledged[] = [];
  const waiting = new Map<number, LoadAnnounce>();
  let connectionId: bigint | undefined;
  let sent = 0;
  socket.bind(0, options.address);
  await once(socket, 'listening');

  const send = (request: Parameters<typeof writeUdpRequest>[0]): void =>
    socket.send(writeUdpRequest(request), tracker.port, tracker.address);

  function announceNext(id: bigint): void {
    const announce = announceAt(sent);
    const transactionId = sent++;
    waiting.set(transactionId, announce);
    const { peer, event, leftBytes } = announce;
    send({
      kind: 'announce',
      connectionId: id,
      transactionId,
      infoHash,
      peerId: Buffer.from(`-XX0100-${String(peer).padStart(12, '0')}`),
      downloadedBytes: sent,
      leftBytes,
      uploadedBytes: sent,
      event,
      claimedAddress: 0,
      key: peer,
      numWant: 0,
      port: peer,
      urlData: '',
    });
  }

  function topUp(): void {
    if (connectionId === undefined) return send({ kind: 'connect', transactionId: 0xffff_ffff });
    waiting.clear();
    for (let i = 0; i < UNANSWERED; i++) announceNext(connectionId);
  }

  socket.on('error', () => undefined);
  socket.on('message', (packet) => {
    const reply = parseUdpReply(packet);
    if (!reply.ok) return;
    if (reply.value.kind === 'connect' && connectionId === undefined) {
      connectionId = reply.value.connectionId;
      topUp();
    }
    const announce = reply.value.kind === 'announce' ? waiting.get(reply.value.transactionId) : undefined;
    if (announce === undefined || connectionId === undefined) return;
    waiting.delete(reply.value.transactionId);
    acknowledged.push({ ...announce, atMs: performance.now() });
    announceNext(connectionId);
  });
  topUp();
  let answered = 0;
  const timer = setInterval(() => {
    if (acknowledged.length === answered) topUp();
    answered = acknowledged.length;
  }, TOP_UP_MS);
  const stop = once(socket, 'close');
  let isStopped = false;
  const load: AnnounceLoad = {
    acknowledged,
    sent: () => sent,
    stop() {
      if (isStopped) return;
      isStopped = true;
      clearInterval(timer);
      socket.close();
    },
  };
  cleanup.add(async () => {
    load.stop();
    await stop;
  });
  return load;
}
