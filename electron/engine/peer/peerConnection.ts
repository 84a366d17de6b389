import type { Socket } from 'node:net';
import { assertNever } from '../../../shared/brand.ts';
import type { EpochMs } from '../../../shared/units.ts';
import type { Clock } from '../ports.ts';
import type { PeerHandshake } from '../codec/peerHandshake.ts';
import { createFrameReader } from '../codec/peerFraming.ts';
import {
  KEEP_ALIVE,
  parsePeerMessage,
  writePeerMessage,
  type BlockRequest,
  type PeerMessage,
} from '../codec/peerMessages.ts';
import { createRateMeter } from '../stats/rateMeter.ts';
import { createExtensionPeer, type ExtensionPeer } from './extensionPeer.ts';
import { bitfieldBytes, createPieceSet, fullBitfield, type PieceSet } from './pieceSet.ts';
import { faultOf } from './requestCheck.ts';
import type { PeerIdentity, PeerShare } from './peerShare.ts';
import { createPeerSocket } from './peerSocket.ts';
import { createUploader } from './uploader.ts';

export type CloseReason =
  | 'gone'
  | 'frame-too-long'
  | 'nonsense'
  | 'idle'
  | 'not-reading'
  | 'both-complete'
  | 'replaced'
  | 'not-served'
  | 'share-stopped';

/** What a connection reports to the share that owns it. `closed` is the last one, exactly once. */
export type PeerEvent =
  | { readonly kind: 'interest-changed'; readonly peer: PeerConnection }
  | { readonly kind: 'uploaded'; readonly peer: PeerConnection; readonly bytes: number }
  | { readonly kind: 'dht-port'; readonly peer: PeerConnection; readonly port: number }
  | { readonly kind: 'closed'; readonly peer: PeerConnection; readonly reason: CloseReason };

export interface PeerConnectionDeps {
  readonly socket: Socket;
  readonly clock: Clock;
  readonly share: PeerShare;
  readonly identity: PeerIdentity;
  /** Called between pieces of work. */
  readonly giveWay?: (() => void) | undefined;
  readonly onEvent: (event: PeerEvent) => void;
}

/** One peer of one share, from after the handshakes to the end of the connection. It uploads and never asks for anything. */
export interface PeerConnection {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly peerId: Uint8Array;
  readonly connectedAt: EpochMs;
  readonly pieces: PieceSet;
  /** What the peer has said in its extension handshake, if it has. */
  readonly extensions: ExtensionPeer | undefined;
  readonly amChoking: boolean;
  readonly peerInterested: boolean;
  /** Content that the system has taken for this peer. */
  readonly uploadedBytes: number;
  /** On the clock that only grows. */
  readonly lastReceivedMs: number;
  uploadRateBytesPerSecond(): number;
  choke(): void;
  unchoke(): void;
  /** Sends what is due and closes what is overdue. Call about once a second. */
  tick(): void;
  /** Cuts the connection at once. */
  close(reason: CloseReason): void;
  /** Lets what is under way arrive, then ends the connection; cuts it if the peer takes too long. */
  end(): Promise<void>;
}

const KEEP_ALIVE_AFTER_MS = 110_000;
const IDLE_AFTER_MS = 180_000;
const NOT_READING_AFTER_MS = 60_000;
const BOTH_COMPLETE_AFTER_MS = 60_000;
/** Wrong messages that a peer is forgiven. */
const MAX_NONSENSE = 64;
/** Room for extended messages of a peer (handshake, metadata, peer exchange). */
const MAX_EXTENDED_BYTES = 64 * 1024;

/**
 * Takes over a paused socket on which both handshakes are done. Nothing happens before `start`, which is called once with what was
 * received after the peer's handshake.
 */
export function createPeerConnection(
  deps: PeerConnectionDeps,
  { peerId, features }: PeerHandshake,
): PeerConnection & { start(received: Uint8Array): void } {
  const { clock, share, identity, onEvent } = deps;
  const { pieceMap, infoBytes } = share;
  const { client, listenPort, dhtPort } = identity;
  const socket = createPeerSocket(deps.socket, clock, deps.giveWay);
  const { remoteAddress, remotePort, write } = socket;
  const pieces = createPieceSet(pieceMap);
  const rate = createRateMeter();
  const frames = createFrameReader(Math.max(1 + bitfieldBytes(pieceMap.pieceCount), MAX_EXTENDED_BYTES), onFrame);
  const uploader = createUploader({ source: share.source, write, onUploaded, onRefused: reject });
  const extensions = features.extensionProtocol
    ? createExtensionPeer({ infoBytes, client, listenPort, remoteAddress, send: (frame) => write([frame]) })
    : undefined;
  let amChoking = true;
  let peerInterested = false;
  let uploadedBytes = 0;
  let nothingToDoSinceMs: number | undefined;
  let nonsense = 0;
  let closeReason: CloseReason | undefined;

  const peer: PeerConnection & { start(received: Uint8Array): void } = {
    remoteAddress,
    remotePort,
    peerId,
    connectedAt: clock.now(),
    pieces,
    extensions,
    get amChoking() {
      return amChoking;
    },
    get peerInterested() {
      return peerInterested;
    },
    get uploadedBytes() {
      return uploadedBytes;
    },
    get lastReceivedMs() {
      return socket.lastReceivedMs;
    },
    uploadRateBytesPerSecond: () => rate.rateBytesPerSecond(clock.monotonicMs()),
    start,
    choke,
    unchoke,
    tick,
    close,
    end,
  };
  return peer;

  function start(received: Uint8Array): void {
    send(features.fast ? { kind: 'have-all' } : { kind: 'bitfield', bits: fullBitfield(pieceMap.pieceCount) });
    extensions?.open();
    if (dhtPort !== undefined && features.dht && !share.isPrivate) send({ kind: 'port', port: dhtPort });
    socket.open({ onBytes, onClosed }, received);
  }

  function onBytes(bytes: Uint8Array): void {
    if (frames.push(bytes) === 'too-long') close('frame-too-long');
    uploader.pump();
  }

  function onClosed(): void {
    uploader.close();
    onEvent({ kind: 'closed', peer, reason: closeReason ?? 'gone' });
  }

  function onFrame(frame: Uint8Array): boolean {
    if (frame.length > 0) {
      const parsed = parsePeerMessage(frame);
      if (parsed.ok) onMessage(parsed.value);
      else if (parsed.error === 'wrong-length') close('nonsense');
      else forgive();
    }
    return closeReason === undefined;
  }

  function onMessage(message: PeerMessage): void {
    switch (message.kind) {
      case 'request':
        return onRequest(message);
      case 'cancel':
        if (uploader.cancel(message)) reject(message);
        return;
      case 'interested':
      case 'not-interested':
        return onInterest(message.kind === 'interested');
      case 'have':
        return pieces.add(message.piece) ? undefined : close('nonsense');
      case 'bitfield':
        return pieces.replace(message.bits) ? undefined : close('nonsense');
      case 'have-all':
        return features.fast ? pieces.addAll() : forgive();
      case 'extended':
        return extensions?.receive(message.extendedId, message.payload, socket.lastReceivedMs);
      case 'port':
        return message.port === 0 ? forgive() : onEvent({ kind: 'dht-port', peer, port: message.port });
      case 'piece':
      case 'reject':
        // We asked for nothing.
        return forgive();
      case 'choke':
      case 'unchoke':
      case 'have-none':
      case 'suggest':
      case 'allowed-fast':
        return undefined;
      default:
        return assertNever(message);
    }
  }

  function onRequest(request: BlockRequest): void {
    if (faultOf(request, pieceMap) !== undefined) {
      reject(request);
      forgive();
    } else if (amChoking || !uploader.enqueue(request)) {
      reject(request);
    }
  }

  function onInterest(isInterested: boolean): void {
    if (isInterested === peerInterested) return;
    peerInterested = isInterested;
    onEvent({ kind: 'interest-changed', peer });
  }

  function onUploaded(bytes: number): void {
    uploadedBytes += bytes;
    rate.add(bytes, clock.monotonicMs());
    onEvent({ kind: 'uploaded', peer, bytes });
  }

  function forgive(): void {
    nonsense += 1;
    if (nonsense > MAX_NONSENSE) close('nonsense');
  }

  function choke(): void {
    if (amChoking) return;
    amChoking = true;
    send({ kind: 'choke' });
    for (const request of uploader.drain()) reject(request);
  }

  function unchoke(): void {
    if (!amChoking) return;
    amChoking = false;
    send({ kind: 'unchoke' });
  }

  /** Only the fast extension has a word for no; others see the block not come (BEP 3) and ask elsewhere. */
  function reject({ piece, begin, length }: BlockRequest): void {
    if (features.fast) send({ kind: 'reject', piece, begin, length });
  }

  function send(message: PeerMessage): void {
    write([writePeerMessage(message)]);
  }

  function tick(): void {
    const nowMs = clock.monotonicMs();
    if (nowMs - socket.lastReceivedMs > IDLE_AFTER_MS) return close('idle');
    if (nowMs - (socket.stalledSinceMs ?? nowMs) > NOT_READING_AFTER_MS) return close('not-reading');
    if (nowMs - socket.lastSentMs > KEEP_ALIVE_AFTER_MS) write([KEEP_ALIVE]);
    nothingToDoSinceMs = hasNothingToDo() ? (nothingToDoSinceMs ?? nowMs) : undefined;
    if (nothingToDoSinceMs !== undefined && nowMs - nothingToDoSinceMs > BOTH_COMPLETE_AFTER_MS) close('both-complete');
  }

  /** Two seeders have nothing to say to each other; a peer that is after the metadata has no pieces yet. */
  function hasNothingToDo(): boolean {
    if (peerInterested) return false;
    const isUploadOnly = extensions?.theirs?.uploadOnly === true && !extensions.askedForMetadata;
    return pieces.isComplete || isUploadOnly;
  }

  function close(reason: CloseReason): void {
    closeReason ??= reason;
    uploader.close();
    socket.cut();
  }

  function end(): Promise<void> {
    closeReason ??= 'share-stopped';
    uploader.close();
    return socket.end();
  }
}
