import { beforeEach, describe, expect, it } from 'vitest';
import type { TorrentList } from '../../../electron/engine/policy/torrentList.ts';
import type { ShareEntry, ShareLibrary } from '../../../electron/engine/shares/shareLibrary.ts';
import { createSwarmWatch } from '../../../electron/engine/shares/swarmFigures.ts';
import type { ShareSession } from '../../../electron/engine/session/shareSession.ts';
import { createRowSources } from '../../../electron/engine/views/rowSources.ts';
import { createViewList, queryOf } from '../../../electron/engine/views/viewList.ts';
import type { OpenRowSource } from '../../../electron/engine/views/rowSource.ts';
import { PEER_COLUMNS, SHARE_COLUMNS, SWARM_COLUMNS, SWARM_PEER_COLUMNS } from '../../../shared/columns.ts';
import type { Peer, Share } from '../../../shared/model.ts';
import { type AnyRow, rowSchemas, type ViewSpec, viewSpecSchema } from '../../../shared/views.ts';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { fakeInfoHash, fakePeer, fakeShare } from '../../support/fakeShare.ts';
import { createPeopleFixture } from '../../support/peopleFixture.ts';
import { announce, createTrackerFixture, peerIdOf, SHARED, type TrackerFixture } from '../../support/trackerFixture.ts';

/** The views of the engine's own things: a real tracker and a library of one share, on a clock that stands still. */

const BYTES = 4000;
const WINDOW = { first: 0, count: 100 };

let fixture: TrackerFixture;
let connected: Peer[];
let entries: ShareEntry[];
let openSource: OpenRowSource;

beforeEach(() => {
  fixture = createTrackerFixture({ seederPort: 6881 });
  connected = [];
  const share = fakeShare({ infoHash: SHARED, name: 'Corn', bytes: BYTES });
  entries = [entryOf(share)];
  const library = {
    entries: () => entries,
    find: (infoHash: string) => entries.find(({ session }) => session.infoHash === infoHash),
    has: (infoHash: string) => entries.some(({ session }) => session.infoHash === infoHash),
    get(infoHash: string) {
      throw new GranaryError('share-unknown', `no share has the info-hash ${infoHash}`);
    },
    view: () => ({ ...share, peersConnected: connected.length }),
  } as unknown as ShareLibrary;
  const sessions = {
    list: () => entries.map(({ session }) => session),
    find: (infoHash: string) => library.find(infoHash as typeof SHARED)?.session,
  };
  const { clock, tracker } = fixture;
  openSource = createRowSources({
    clock,
    people: createPeopleFixture({ clock, names: ['Ada'] }).people,
    invitationUrls: (code) => [`http://10.0.0.1:6969/join/${code}`],
    library,
    sessions,
    tracker,
    watch: createSwarmWatch({ clock, sessions, tracker }),
    policy: () => 'private',
    calls: { callsOf: () => ({ called: 2, lastAt: 1, nextAt: undefined }) },
    dht: () => ({ port: 6881, timesOf: () => ({ lastAt: undefined, nextAt: 5 }) }),
    status: () => STATUS,
    notices: () => [{ message: 'the counters are saved', because: { reason: 'counters-saved' } }],
    announceUrls: () => ['http://10.0.0.1:6969/announce', 'udp://10.0.0.1:6969/announce'],
    pageUrls: () => ['http://10.0.0.1:6969/torrents/x'],
    history: { recentUploadRates: (seconds) => Array.from({ length: seconds }, () => 7) },
    meter: {
      figures: () => ({
        announcesPerSecond: 3,
        scrapesPerSecond: 0,
        answerMs: { median: 1, p99: 2 },
        refusals: [{ reason: 'not shared here', count: 4 }],
      }),
    },
    torrentList: { entries: () => [], nameOf: () => undefined, verdictOf: () => undefined } as unknown as TorrentList,
    refusedTorrents: { entries: () => [] },
    policySources: () => [],
    tokens: { rows: () => [] },
    activity: {
      items: () => [
        { key: '2', at: 2, kind: 'share-created', level: 'info', values: { name: 'Corn' } },
        { key: '1', at: 1, kind: 'engine-started', level: 'info', values: { version: '0.1.0' } },
      ],
    },
  });
});

function entryOf({ infoHash, name }: Share): ShareEntry {
  const info = { infoHash, name, totalBytes: BYTES, pieceLength: 1000, isSingleFile: false, private: false };
  const files = [
    { path: ['a.txt'], sourcePath: '/home/ada/corn/a.txt', length: 1000, mtimeMs: 0 },
    { path: ['sub', 'Größe.txt'], sourcePath: '/home/ada/corn/sub/Größe.txt', length: 3000, mtimeMs: 0 },
  ];
  const session = {
    infoHash,
    info,
    state: { kind: 'seeding' },
    uploadedBytes: 8000,
    uploadRateBytesPerSecond: () => 5,
    peers: () => connected,
    get peersConnected() {
      return connected.length;
    },
    pieceCopies: () => Uint8Array.from([1, 0, 2, 1]),
  };
  return {
    torrent: { info, files, createdAt: 1 },
    session: session as unknown as ShareSession,
  } as unknown as ShareEntry;
}

/** The rows of a view, each of which has to be as the contract says. */
function rowsOf(given: unknown): readonly AnyRow[] {
  const spec: ViewSpec = viewSpecSchema.parse(given);
  const { rows } = createViewList(openSource(spec)).page(queryOf(spec));
  for (const row of rows) expect(rowSchemas[spec.kind].safeParse(row).error).toBeUndefined();
  return rows;
}

const sortedBy = (column: string) => ({ sort: { column, direction: 'descending' }, window: WINDOW });

describe('the view of', () => {
  it('the shares shows each with its swarm', () => {
    connected = [fakePeer({ address: '10.0.0.9', progress: 0.5 })];
    announce(fixture.tracker, { from: '10.0.0.8', peerId: peerIdOf('done'), leftBytes: 0 });
    expect(rowsOf({ kind: 'shares', ...sortedBy('name') })).toMatchObject([
      { key: SHARED, name: 'Corn', haveIt: 1, wantIt: 1, availability: 'AQACAQ==', peersConnected: 1 },
    ]);
  });

  it('the shares shows no availability where nobody is connected', () => {
    expect(rowsOf({ kind: 'shares', ...sortedBy('name') })).toMatchObject([{ availability: '', haveIt: 0, wantIt: 0 }]);
  });

  it('a share shows its details, and nothing once it is removed', () => {
    announce(fixture.tracker, { uploadedBytes: 300 });
    const row = { exchangedBytes: 300, sourcePath: '/home/ada/corn', pageUrls: [expect.any(String)] };
    expect(rowsOf({ kind: 'share', infoHash: SHARED })).toMatchObject([row]);
    const source = openSource({ kind: 'share', infoHash: SHARED });
    entries = [];
    expect(source.items()).toEqual([]);
  });

  it('peers shows who is connected and who announced', () => {
    connected = [fakePeer({ address: '10.0.0.9' })];
    announce(fixture.tracker, { from: '10.0.0.8', leftBytes: 1000 });
    expect(rowsOf({ kind: 'peers', infoHash: SHARED, ...sortedBy('uploaded') })).toMatchObject([
      { address: '10.0.0.9', isConnected: true, connectedAt: expect.any(Number) },
      { address: '10.0.0.8', isConnected: false, progress: 0.75 },
    ]);
  });

  it('pieces shows the whole map', () => {
    expect(rowsOf({ kind: 'pieces', infoHash: SHARED })).toEqual([
      { key: SHARED, pieces: 4, pieceLength: 1000, availability: 'AQACAQ==', held: '8A==', connectedPeers: 0 },
    ]);
  });

  it('files shows them in the order of the torrent, and finds them by path', () => {
    const files = { kind: 'files', infoHash: SHARED, window: WINDOW };
    expect(rowsOf(files)).toMatchObject([{ key: '0' }, { key: '1', path: ['sub', 'Größe.txt'], bytes: 3000 }]);
    expect(rowsOf({ ...files, filter: 'SUB/grose' })).toEqual([]);
    expect(rowsOf({ ...files, filter: 'SUB/GROSSE' })).toMatchObject([{ key: '1' }]);
  });

  it('files shows them as a tree, too', () => {
    const files = { kind: 'files', infoHash: SHARED, window: WINDOW };
    expect(rowsOf({ ...files, opened: [] })).toMatchObject([{ key: 'folder 0', path: ['sub'] }, { key: '0' }]);
    expect(rowsOf({ ...files, opened: [0] })).toMatchObject([{ key: 'folder 0' }, { key: '1' }, { key: '0' }]);
  });

  it('discovery shows every way to a peer', () => {
    announce(fixture.tracker);
    expect(rowsOf({ kind: 'discovery', infoHash: SHARED })).toMatchObject([
      { kind: 'tracker', target: 'http://10.0.0.1:6969/announce', peers: 1, state: 'working' },
      { kind: 'tracker', target: 'udp://10.0.0.1:6969/announce' },
      { kind: 'dht', target: '6881', state: 'waiting', nextAt: 5 },
      { kind: 'peers-call', peers: 2, lastAt: 1, state: 'working' },
    ]);
  });

  it('swarms sums what peers report', () => {
    announce(fixture.tracker, { from: '10.0.0.8', peerId: peerIdOf('one'), uploadedBytes: 5, downloadedBytes: 7 });
    fixture.clock.advance(2000);
    announce(fixture.tracker, { from: '10.0.0.9', peerId: peerIdOf('two'), uploadedBytes: 5, downloadedBytes: 8 });
    const now = fixture.clock.now();
    expect(rowsOf({ kind: 'swarms', ...sortedBy('newestAnnounce') })).toMatchObject([
      {
        key: SHARED,
        name: 'Corn',
        seeders: 1,
        leechers: 2,
        uploadedBytes: 10,
        downloadedBytes: 15,
        oldestAnnounceAt: now - 2000,
        newestAnnounceAt: now,
        source: 'shared-here',
      },
    ]);
  });

  it('a swarm counts and marks those that have all that they want', () => {
    announce(fixture.tracker, { from: '10.0.0.8', peerId: peerIdOf('one'), event: 'paused', leftBytes: 5 });
    announce(fixture.tracker, { from: '10.0.0.9', peerId: peerIdOf('two'), leftBytes: 5 });
    expect(rowsOf({ kind: 'swarms', ...sortedBy('paused') })).toMatchObject([{ key: SHARED, leechers: 2, paused: 1 }]);
    expect(rowsOf({ kind: 'swarmPeers', infoHash: SHARED, ...sortedBy('address') })).toMatchObject([
      { address: '10.0.0.9', isPaused: false },
      { address: '10.0.0.8', isPaused: true },
    ]);
  });

  it('a swarm shows its peers in the order of their addresses', () => {
    for (const from of ['192.168.1.2', '10.0.0.10', 'fd00::1', '10.0.0.9']) {
      announce(fixture.tracker, { from, peerId: peerIdOf(from) });
    }
    const rows = rowsOf({
      kind: 'swarmPeers',
      infoHash: SHARED,
      sort: { column: 'address', direction: 'ascending' },
      window: WINDOW,
    });
    expect(rows.map((row) => 'address' in row && row.address)).toEqual([
      '10.0.0.9',
      '10.0.0.10',
      '192.168.1.2',
      'fd00::1',
    ]);
  });

  it('a swarm outlives peers that leave between two reads', () => {
    announce(fixture.tracker);
    const source = openSource({ kind: 'swarmPeers', infoHash: SHARED, ...sortedBy('left'), filter: '' } as ViewSpec);
    const [slot] = source.items();
    announce(fixture.tracker, { event: 'stopped' });
    expect(rowSchemas.swarmPeers.safeParse(source.rowOf(slot)).error).toBeUndefined();
    expect(source.items()).toEqual([]);
  });

  it('the status brings everything together', () => {
    announce(fixture.tracker);
    expect(rowsOf({ kind: 'status' })).toMatchObject([
      {
        key: 'engine',
        swarms: 1,
        swarmPeers: 1,
        swarmSeeders: 0,
        announcesPerSecond: 3,
        notices: [{ because: { reason: 'counters-saved' } }],
        sharesRunning: 1,
        sharesPaused: 0,
        policy: 'private',
        people: 1,
        peopleWaiting: 0,
        peersDownloading: 1,
      },
    ]);
    expect(rowsOf({ kind: 'status' })).toMatchObject([{ peersDownloading: 1, downloadsProgress: 0.75 }]);
  });

  it('activity is cut to the kinds that are wanted', () => {
    expect(rowsOf({ kind: 'activity', window: WINDOW })).toMatchObject([{ key: '2' }, { key: '1' }]);
    expect(rowsOf({ kind: 'activity', window: WINDOW, kinds: ['engine-started'] })).toMatchObject([{ key: '1' }]);
    expect(rowsOf({ kind: 'activity', window: WINDOW, filter: 'corn' })).toMatchObject([{ key: '2' }]);
  });

  it.each(['share', 'pieces', 'discovery'] as const)('%s is refused for a share that is not there', (kind) => {
    const infoHash = fakeInfoHash('unknown');
    expect(() => openSource({ kind, infoHash })).toThrow(expect.objectContaining({ code: 'share-unknown' }));
  });
});

describe('every column', () => {
  it.each([
    ...SHARE_COLUMNS.map((column) => ({ kind: 'shares', column })),
    ...SWARM_COLUMNS.map((column) => ({ kind: 'swarms', column })),
    ...PEER_COLUMNS.map((column) => ({ kind: 'peers', infoHash: SHARED, column })),
    ...SWARM_PEER_COLUMNS.map((column) => ({ kind: 'swarmPeers', infoHash: SHARED, column })),
  ])('of $kind sorts by $column', ({ column, ...view }) => {
    connected = [fakePeer({ address: '10.0.0.9' })];
    announce(fixture.tracker, { from: '10.0.0.8' });
    expect(rowsOf({ ...view, ...sortedBy(column) }).length).toBeGreaterThan(0);
  });
});

const STATUS = {
  version: '0.1.0',
  processId: 1,
  startedAt: 1,
  dataDir: '/home/ada/.local/share/granary',
  trackerPort: 6969,
  peerPort: 6881,
  controlPort: 6970,
  dhtNodes: 0,
  addresses: [],
  notices: [],
  shares: 1,
  peersConnected: 0,
  uploadedBytes: 0,
  uploadRateBytesPerSecond: 0,
  announces: 0,
  scrapes: 0,
  refused: 0,
};
