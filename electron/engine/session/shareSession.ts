import type { Socket } from 'node:net';
import { assertNever } from '../../../shared/brand.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Peer, ShareState } from '../../../shared/model.ts';
import type { Clock, Logger, Random } from '../ports.ts';
import type { PeerHandshake } from '../codec/peerHandshake.ts';
import type { Info } from '../metainfo/info.ts';
import { createPieceMap } from '../metainfo/pieceMap.ts';
import type { SourceFile } from '../metainfo/sourceFiles.ts';
import { CHOKE_ROUND_MS } from '../peer/choker.ts';
import type { PeerEvent } from '../peer/peerConnection.ts';
import type { PeerHost } from '../peer/peerHost.ts';
import type { PeerIdentity } from '../peer/peerShare.ts';
import { createSegmentLayout } from '../peer/segmentLayout.ts';
import { createRateMeter } from '../stats/rateMeter.ts';
import { createConnectedPeers, type MayStay } from './connectedPeers.ts';
import type { FileHandles } from './fileHandles.ts';
import { peerRowOf } from './peerRow.ts';
import { copiesOf } from './pieceCopies.ts';
import type { SegmentCache } from './segmentCache.ts';
import { createServedContent } from './servedContent.ts';
import { nextState, type StateEvent } from './shareStates.ts';

export interface ShareSessionDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Shared by all sessions, like the handles; whoever made them stops them after the last session. */
  readonly cache: SegmentCache;
  readonly handles: FileHandles;
  /** Read anew for every peer. */
  readonly identity: () => PeerIdentity;
  readonly config: ShareSessionConfig;
  readonly giveWay?: (() => void) | undefined;
  /** A peer says that it runs a DHT node there. */
  readonly onDhtNode?: (node: { readonly address: string; readonly port: number }) => void;
}

export interface ShareSessionConfig {
  readonly uploadSlotsPerShare: number;
  readonly maxConnectionsPerShare: number;
}

/** Why a share cannot be served, as a person reads it. `file` is the path on disk. */
export interface ShareProblem {
  readonly code: string;
  readonly message: string;
  readonly file?: string | undefined;
}

/** A share as it was stored or just made. `files` are those of the info dictionary, in its order. */
export interface SharedContent {
  readonly info: Info;
  readonly files: readonly SourceFile[];
  readonly paused: boolean;
  readonly error?: ShareProblem | undefined;
  readonly uploadedBytes?: number;
}

/** The one owner of a share: its state, its content, its peers. */
export interface ShareSession extends PeerHost {
  readonly infoHash: InfoHash;
  readonly info: Info;
  readonly state: ShareState;
  readonly peersConnected: number;
  /** Content sent to peers since the share was made. */
  readonly uploadedBytes: number;
  uploadRateBytesPerSecond(): number;
  peers(): Peer[];
  /** For each piece, how many connected peers hold it; 255 for more. */
  pieceCopies(): Uint8Array;
  /** Calls back when the state or the set of peers has changed; figures that only count up are for the caller to poll. */
  onChange(listener: (session: ShareSession) => void): () => void;
  /** The state once it is no longer `checking`. */
  settled(): Promise<ShareState>;
  /** Ends the connections; the share stays. */
  pause(): void;
  /** Checks the files by length and time, then serves them. Also the way back from an error. */
  resume(): void;
  /** Ceases to serve because of something found elsewhere, for instance when the pieces were hashed again. */
  fail(problem: ShareProblem): void;
  /** Ends the connections of peers that may not stay, at once. */
  cutOff(mayStay: MayStay): void;
  /** Says goodbye to the peers and closes the files. The state stays as it is. */
  stop(): Promise<void>;
}

/** All that can happen to a share. */
type SessionEvent =
  | StateEvent
  | PeerEvent
  | {
      readonly kind: 'joined';
      readonly socket: Socket;
      readonly handshake: PeerHandshake;
      readonly received: Uint8Array;
    }
  | { readonly kind: 'access-changed'; readonly mayStay: MayStay }
  | { readonly kind: 'second' };

const SECOND_MS = 1000;
const SECONDS_BETWEEN_ROUNDS = CHOKE_ROUND_MS / SECOND_MS;

/** A share that is neither paused nor in error checks its files at once, and serves them if they are as recorded. */
export function createShareSession(deps: ShareSessionDeps, shared: SharedContent): ShareSession {
  const { clock } = deps;
  const { info } = shared;
  const pieceMap = createPieceMap(info.totalBytes, info.pieceLength);
  const layout = createSegmentLayout(pieceMap);
  const { cache, handles } = deps;
  const content = createServedContent({ cache, handles, layout, onProblem: fail }, shared.files);
  const rate = createRateMeter();
  const listeners = new Set<(session: ShareSession) => void>();
  const peers = createConnectedPeers(
    { clock, random: deps.random, identity: deps.identity, giveWay: deps.giveWay, onEvent: handle },
    { uploadSlots: deps.config.uploadSlotsPerShare, maxConnections: deps.config.maxConnectionsPerShare },
  );
  let uploadedBytes = shared.uploadedBytes ?? 0;
  let state = firstState(shared);
  let seconds = 0;
  let checking: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  const session: ShareSession = {
    infoHash: info.infoHash,
    info,
    get state() {
      return state;
    },
    get peersConnected() {
      return peers.count;
    },
    get uploadedBytes() {
      return uploadedBytes;
    },
    uploadRateBytesPerSecond: () => rate.rateBytesPerSecond(clock.monotonicMs()),
    peers: () => peers.list().map(peerRowOf),
    pieceCopies: () =>
      copiesOf(
        pieceMap.pieceCount,
        peers.list().map(({ pieces }) => pieces),
      ),
    onChange,
    settled,
    admits: (handshake, remoteAddress) => isServing() && peers.admits(handshake, remoteAddress),
    accept: (socket, handshake, received) => handle({ kind: 'joined', socket, handshake, received }),
    pause: () => handle({ kind: 'pause' }),
    resume: () => handle({ kind: 'resume' }),
    fail,
    cutOff: (mayStay) => handle({ kind: 'access-changed', mayStay }),
    stop,
  };
  const timer = clock.every(SECOND_MS, () => handle({ kind: 'second' }));
  if (state.kind === 'checking') checking = check();
  return session;

  function handle(event: SessionEvent): void {
    switch (event.kind) {
      case 'checked':
      case 'pause':
      case 'resume':
      case 'fail':
        return enter(nextState(state, event));
      case 'joined':
        return join(event);
      case 'interest-changed':
        return peers.noteInterest(event.peer);
      case 'uploaded':
        uploadedBytes += event.bytes;
        return rate.add(event.bytes, clock.monotonicMs());
      case 'dht-port':
        return deps.onDhtNode?.({ address: event.peer.remoteAddress, port: event.port });
      case 'closed':
        return leave(event);
      case 'access-changed':
        return peers.cutOff(event.mayStay);
      case 'second':
        return everySecond();
      default:
        return assertNever(event);
    }
  }

  function isServing(): boolean {
    return state.kind === 'seeding' && stopping === undefined;
  }

  function enter(next: ShareState): void {
    if (next === state || stopping !== undefined) return;
    const before = state;
    state = next;
    if (before.kind === 'seeding') {
      content.close();
      void peers.endAll();
    }
    if (next.kind === 'checking') checking = check();
    if (next.kind === 'seeding') content.open();
    if (next.kind === 'error') {
      deps.logger.log('warning', next.message, { infoHash: info.infoHash, code: next.code, file: next.file });
    }
    changed();
  }

  /** Asks the file system about every file, then reports what came out, unless the share has moved on meanwhile. */
  async function check(): Promise<void> {
    const asked = state;
    const problem = await content.check();
    if (state !== asked) return;
    if (problem === undefined) handle({ kind: 'checked' });
    else fail(problem);
  }

  function fail({ code, message, file }: ShareProblem): void {
    handle({ kind: 'fail', code, message, ...(file !== undefined && { file }) });
  }

  async function settled(): Promise<ShareState> {
    if (state.kind !== 'checking' || stopping !== undefined) return state;
    await checking;
    return settled();
  }

  function join({ socket, handshake, received }: SessionEvent & { kind: 'joined' }): void {
    const { infoBytes } = info;
    const share = { infoBytes, pieceMap, source: content.open(), isPrivate: info.private };
    peers.accept(share, { socket, handshake, received });
    changed();
  }

  function leave({ peer, reason }: SessionEvent & { kind: 'closed' }): void {
    deps.logger.log('debug', 'peer left', { infoHash: info.infoHash, address: peer.remoteAddress, reason });
    peers.remove(peer);
    peers.rechoke(false);
    changed();
  }

  function everySecond(): void {
    seconds += 1;
    peers.tick();
    if (seconds % SECONDS_BETWEEN_ROUNDS === 0) peers.rechoke(true);
    if (isServing()) content.tick();
  }

  function onChange(listener: (changedSession: ShareSession) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  function changed(): void {
    for (const listener of listeners) listener(session);
  }

  function stop(): Promise<void> {
    stopping ??= (async () => {
      timer.cancel();
      await peers.endAll();
      await checking;
      await content.stop();
    })();
    return stopping;
  }
}

function firstState({ paused, error }: SharedContent): ShareState {
  if (error !== undefined) {
    const { code, message, file } = error;
    return { kind: 'error', code, message, ...(file !== undefined && { file }) };
  }
  return paused ? { kind: 'paused' } : { kind: 'checking', bytesDone: 0 };
}
