import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type {
  CommandName,
  CommandParams,
  CommandResult,
  EngineApi,
  EngineEvent,
  ParsedParams,
} from '../../shared/contract.ts';
import { commands } from '../../shared/contract.ts';
import { peopleCommands } from '../../shared/peopleSchemas.ts';
import type { ListItem } from '../../shared/torrentLists.ts';
import type { EngineStatus, Peer, Share, ShareState, TrackerPeer } from '../../shared/model.ts';
import { GranaryError } from '../../electron/engine/errors.ts';
import { createEventBus } from '../../electron/engine/eventBus.ts';
import { type NamedTorrent, readListItem } from '../../electron/engine/policy/listItems.ts';
import type { OpenRowSource } from '../../electron/engine/views/rowSource.ts';
import { fakeInfoHash, fakeShare } from './fakeShare.ts';
import { fakeSources } from './fakeSources.ts';

/**
 * An engine without sockets or files: it keeps the contract, and a test moves its peers. What is "hashed" is only looked at
 * with `stat`; the info-hash is made from the paths.
 */
export interface FakeEngine {
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly isRunning: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  addShare(share: Share): void;
  /** Changes a share as the engine would, and says so. */
  changeShare(infoHash: string, change: Partial<Share>): void;
  setPeers(infoHash: string, peers: FakePeers): void;
  setStatus(change: Partial<EngineStatus>): void;
  emit(event: EngineEvent): void;
  /** The next call of this command rejects with `error`. */
  failNext(command: CommandName, error: Error): void;
  /** Commands that are called from now on wait. Returns a function that lets them go on. */
  hold(): () => void;
  /** Every command that was called, in order. */
  readonly called: readonly CommandName[];
}

export interface FakePeers {
  readonly connected: readonly Peer[];
  readonly announced: readonly TrackerPeer[];
}

type Handlers = { readonly [Name in CommandName]: (params: ParsedParams<Name>) => Promise<CommandResult<Name>> };

export function createFakeEngine(): FakeEngine {
  const shares = new Map<string, Share>();
  const peers = new Map<string, FakePeers>();
  const failures = new Map<CommandName, Error>();
  const called: CommandName[] = [];
  const bus = createEventBus({ log: () => undefined });
  let statusChange: Partial<EngineStatus> = {};
  let isRunning = false;
  let held: Promise<void> | undefined;

  function find(infoHash: string): Share {
    const share = shares.get(infoHash);
    if (share !== undefined) return share;
    throw new GranaryError('share-unknown', `nothing with the info-hash ${infoHash} is shared here`, {
      hint: 'granary list shows what is',
    });
  }

  function changeShare(infoHash: string, change: Partial<Share>): void {
    const share = { ...find(infoHash), ...change };
    shares.set(infoHash, share);
    bus.emit({ event: 'share.changed', data: share });
  }

  async function setState(infoHash: string, state: ShareState): Promise<Record<string, never>> {
    changeShare(infoHash, { state });
    return {};
  }

  const handlers: Handlers = {
    'engine.status': async () => ({ ...fakeStatus(shares.size), ...statusChange }),
    'engine.stop': async () => {
      bus.emit({ event: 'engine.stopping', data: {} });
      return {};
    },
    'engine.restart': async () => ({}),
    'engine.backup': async () => ({ bytes: 4096 }),
    ...withoutPeople(),
    'shares.create': async ({ jobId, paths, name, ...options }) => {
      const bytes = await totalBytes(paths);
      const progress = { jobId, bytesTotal: bytes, rateBytesPerSecond: 1e9, secondsLeft: 0 };
      bus.emit({ event: 'job.progress', data: { ...progress, phase: 'hashing', bytesDone: bytes } });
      const shareName = name ?? basename(paths[0] ?? '');
      const infoHash = fakeInfoHash(`${shareName}:${paths.join()}:${options.private}`);
      const alreadyShared = shares.has(infoHash);
      const { comment, pieceLength = 16_384 } = options;
      const share = fakeShare({ infoHash, name: shareName, bytes, private: options.private, pieceLength });
      if (!alreadyShared) shares.set(infoHash, comment === undefined ? share : { ...share, comment });
      changeShare(infoHash, {});
      return { share: find(infoHash), skipped: [], alreadyShared };
    },
    'shares.list': async () => ({ shares: [...shares.values()] }),
    'shares.get': async ({ infoHash }) => {
      const share = find(infoHash);
      return { share, files: [{ path: ['a.txt'], sourcePath: '/source/a.txt', bytes: share.bytes }] };
    },
    'shares.peers': async ({ infoHash }) => {
      const { connected = [], announced = [] } = peers.get(find(infoHash).infoHash) ?? {};
      return { connected: [...connected], announced: [...announced] };
    },
    'shares.remove': async ({ infoHash }) => {
      shares.delete(find(infoHash).infoHash);
      bus.emit({ event: 'share.removed', data: { infoHash } });
      return {};
    },
    'shares.pause': ({ infoHash }) => setState(infoHash, { kind: 'paused' }),
    'shares.resume': ({ infoHash }) => setState(infoHash, { kind: 'seeding' }),
    'shares.verify': async ({ infoHash }) => {
      find(infoHash);
      return { intact: true, badPieces: 0 };
    },
    'shares.scan': async ({ paths }) => {
      const bytes = await totalBytes(paths);
      const name = basename(paths[0] ?? '');
      return {
        name,
        bytes,
        files: 1,
        firstFiles: [{ path: [name], bytes }],
        skipped: [],
        pieceLength: 16_384,
        pieces: 1,
      };
    },
    'shares.torrent': async ({ infoHash }) => ({ fileName: `${find(infoHash).name}.torrent`, base64: 'ZGU=' }),
    'jobs.cancel': async () => ({}),
    ...fakeApiAnswers,
    ...fakeAnswers,
  };

  async function call<Name extends CommandName>(
    command: Name,
    params: CommandParams<Name>,
  ): Promise<CommandResult<Name>> {
    called.push(command);
    if (held !== undefined) await held;
    const failure = failures.get(command);
    failures.delete(command);
    if (failure !== undefined) throw failure;
    return handlers[command](commands[command].params.parse(params) as ParsedParams<Name>);
  }

  return {
    api: { call, onEvent: bus.onEvent },
    openSource: fakeSources(shares),
    called,
    get isRunning() {
      return isRunning;
    },
    start: async () => void (isRunning = true),
    stop: async () => void (isRunning = false),
    addShare: (share) => void shares.set(share.infoHash, share),
    changeShare,
    setPeers: (infoHash, now) => void peers.set(infoHash, now),
    setStatus: (change) => void (statusChange = { ...statusChange, ...change }),
    emit: (event) => bus.emit(event),
    hold() {
      const waiting = Promise.withResolvers<void>();
      held = waiting.promise;
      return () => {
        held = undefined;
        waiting.resolve();
      };
    },
    failNext: (command, error) => void failures.set(command, error),
  };
}

/** Of an engine that has just started. */
const fakeApiAnswers = {
  'tokens.create': async () => ({ key: '1', token: 'granary_fake' }),
  'tokens.revoke': async () => ({}),
  'tokens.list': async () => ({ tokens: [] }),
  'webhooks.create': async () => ({ key: '1', secret: 'a fake secret of a webhook' }),
  'webhooks.remove': async () => ({}),
  'webhooks.list': async () => ({ webhooks: [] }),
} as const satisfies Partial<Handlers>;

const fakeAnswers = {
  'history.get': async () => ({
    stepSeconds: 1,
    at: [],
    uploadBytesPerSecond: [],
    downloadBytesPerSecond: [],
    peers: [],
    swarmPeers: [],
    announcesPerSecond: [],
    scrapesPerSecond: [],
  }),
  'tracker.list': async ({ items }) => ({ listed: items.flatMap(namedTorrentOf), rejected: [] }),
  'tracker.unlist': async ({ infoHashes }) => ({ unlisted: infoHashes }),
  'settings.get': async () => ({ file: '/home/ada/.config/granary.json', settings: [], restartNeeded: false }),
  'settings.change': async () => ({ file: '/home/ada/.config/granary.json', settings: [], restartNeeded: false }),
  'files.browse': async ({ folder = '/home/ada' }) => ({ folder, entries: [], isCut: false }),
  'support.bundle': async () => ({ fileName: 'granary-support.txt', text: '' }),
} satisfies Partial<Handlers>;

function namedTorrentOf(item: ListItem): NamedTorrent[] {
  const read = readListItem(item);
  return read.ok ? [read.value] : [];
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new GranaryError('path-not-found', `there is no such file or folder: ${path}`, { cause });
  }
}

function fakeStatus(shares: number): EngineStatus {
  return {
    version: '0.1.0',
    processId: process.pid,
    startedAt: 1_700_000_000_000,
    dataDir: '/home/ada/.local/share/granary',
    trackerPort: 6969,
    peerPort: 6881,
    controlPort: 6970,
    dhtPort: 6881,
    dhtNodes: 3,
    addresses: ['192.168.1.5', 'fd00::5'],
    notices: [],
    shares,
    peersConnected: 0,
    uploadedBytes: 0,
    uploadRateBytesPerSecond: 0,
    announces: 0,
    scrapes: 0,
    refused: 0,
  };
}

/** The fake's tracker is not private: commands about its people find nobody. */
function withoutPeople(): Pick<Handlers, keyof typeof peopleCommands> {
  const nobody = async (): Promise<never> => {
    throw new GranaryError('person-unknown', 'this engine knows nobody');
  };
  return Object.fromEntries(Object.keys(peopleCommands).map((command) => [command, nobody])) as never;
}
