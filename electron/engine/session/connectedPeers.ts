import type { Socket } from 'node:net';
import type { Clock, Random } from '../ports.ts';
import type { PeerHandshake } from '../codec/peerHandshake.ts';
import { chooseUnchoked, type ChokerPeer } from '../peer/choker.ts';
import { createPeerConnection, type PeerConnection, type PeerEvent } from '../peer/peerConnection.ts';
import type { PeerIdentity, PeerShare } from '../peer/peerShare.ts';

export interface ConnectedPeersDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly identity: () => PeerIdentity;
  readonly giveWay?: (() => void) | undefined;
  readonly onEvent: (event: PeerEvent) => void;
}

export interface ConnectedPeersConfig {
  readonly uploadSlots: number;
  readonly maxConnections: number;
}

/** The connections of one share, and who among them is unchoked. */
export interface ConnectedPeers {
  readonly count: number;
  list(): readonly PeerConnection[];
  /** Whether there is room, and no connection from this peer yet. */
  admits(handshake: PeerHandshake, remoteAddress: string): boolean;
  accept(share: PeerShare, connection: { socket: Socket; handshake: PeerHandshake; received: Uint8Array }): void;
  remove(peer: PeerConnection): void;
  cutOff(mayStay: MayStay): void;
  /** The peer has begun or ceased to want content. */
  noteInterest(peer: PeerConnection): void;
  /** Unchokes and chokes as the choker says; `mayRotate` once a round. */
  rechoke(mayRotate: boolean): void;
  tick(): void;
  /** Says goodbye to all; done when the last connection is closed. */
  endAll(): Promise<void>;
}

/** Whether a peer at this address is still served. */
export type MayStay = (remoteAddress: string) => boolean;

interface Turn {
  readonly peer: PeerConnection;
  waitingSinceMs: number;
  unchokedSinceMs: number | undefined;
  uploadedBefore: number;
}

/** A connection silent for so long may be one that the peer has lost and is replacing. */
const REPLACEABLE_AFTER_MS = 30_000;

export function createConnectedPeers(deps: ConnectedPeersDeps, config: ConnectedPeersConfig): ConnectedPeers {
  const { clock } = deps;
  const turns = new Map<PeerConnection, Turn>();

  return {
    get count() {
      return turns.size;
    },
    list: () => [...turns.keys()],
    admits,
    accept,
    remove: (peer) => void turns.delete(peer),
    cutOff(mayStay) {
      for (const peer of [...turns.keys()]) if (!mayStay(peer.remoteAddress)) peer.close('not-served');
    },
    noteInterest,
    rechoke,
    tick: () => turns.forEach((_, peer) => peer.tick()),
    endAll: async () => void (await Promise.all([...turns.keys()].map((peer) => peer.end()))),
  };

  function admits(handshake: PeerHandshake, remoteAddress: string): boolean {
    const twin = [...turns.keys()].find((peer) => Buffer.compare(peer.peerId, handshake.peerId) === 0);
    if (twin === undefined) return turns.size < config.maxConnections;
    const isSilent = clock.monotonicMs() - twin.lastReceivedMs > REPLACEABLE_AFTER_MS;
    if (!isSilent || remoteAddress !== twin.remoteAddress) return false;
    twin.close('replaced');
    return true;
  }

  function accept(
    share: PeerShare,
    { socket, handshake, received }: { socket: Socket; handshake: PeerHandshake; received: Uint8Array },
  ): void {
    const identity = deps.identity();
    const peer = createPeerConnection({ ...deps, socket, share, identity }, handshake);
    turns.set(peer, { peer, waitingSinceMs: clock.monotonicMs(), unchokedSinceMs: undefined, uploadedBefore: 0 });
    peer.start(received);
  }

  function noteInterest(peer: PeerConnection): void {
    const turn = turns.get(peer);
    if (turn !== undefined && peer.peerInterested) turn.waitingSinceMs = clock.monotonicMs();
    rechoke(false);
  }

  function rechoke(mayRotate: boolean): void {
    const nowMs = clock.monotonicMs();
    const interested = [...turns.values()].filter((turn) => turn.peer.peerInterested).map(candidateOf);
    const options = { slots: config.uploadSlots, nowMs, random: deps.random, mayRotate };
    const chosen = new Set([...chooseUnchoked(interested, options)].map((candidate) => candidate.turn));
    for (const turn of turns.values()) if (!chosen.has(turn)) endTurn(turn, nowMs);
    for (const turn of chosen) beginTurn(turn, nowMs);
  }
}

function candidateOf(turn: Turn): ChokerPeer & { readonly turn: Turn } {
  const { waitingSinceMs, unchokedSinceMs } = turn;
  return { turn, waitingSinceMs, unchokedSinceMs, turnBytes: turn.peer.uploadedBytes - turn.uploadedBefore };
}

function beginTurn(turn: Turn, nowMs: number): void {
  if (turn.unchokedSinceMs !== undefined) return;
  turn.unchokedSinceMs = nowMs;
  turn.uploadedBefore = turn.peer.uploadedBytes;
  turn.peer.unchoke();
}

function endTurn(turn: Turn, nowMs: number): void {
  if (turn.unchokedSinceMs === undefined) return;
  turn.unchokedSinceMs = undefined;
  turn.waitingSinceMs = nowMs;
  turn.peer.choke();
}
