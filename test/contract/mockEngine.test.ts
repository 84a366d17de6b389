import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { commands, type CommandName, type CommandParams } from '../../shared/contract.ts';
import { rowSchemas, type ViewKind, type ViewSpec } from '../../shared/views.ts';
import { createMockEngine, type MockEngine } from '../support/mockEngine/mockEngine.ts';
import { mockInfoHash } from '../support/mockEngine/mockShares.ts';
import { type MockOptions, STANDARD_OPTIONS } from '../support/mockEngine/options.ts';
import { createVirtualClock, type VirtualClock } from '../support/virtualClock.ts';

const SMALL: MockOptions = { ...STANDARD_OPTIONS, shares: 60, peers: 500 };
const window = { first: 0, count: 500 };
const filter = '';

function specsOf(infoHash: ReturnType<typeof mockInfoHash>): readonly ViewSpec[] {
  const sort = { direction: 'descending' } as const;
  return [
    { kind: 'status' },
    { kind: 'shares', sort: { ...sort, column: 'uploadRate' }, filter, window },
    { kind: 'share', infoHash },
    { kind: 'peers', infoHash, sort: { ...sort, column: 'progress' }, filter, window },
    { kind: 'pieces', infoHash },
    { kind: 'files', infoHash, filter, window },
    { kind: 'files', infoHash, filter, window, opened: [0, 1, 2] },
    { kind: 'discovery', infoHash },
    { kind: 'swarms', sort: { ...sort, column: 'seeders' }, filter, window },
    { kind: 'swarmPeers', infoHash, sort: { ...sort, column: 'left' }, filter, window },
    { kind: 'listed', sort: { ...sort, column: 'addedAt' }, filter, window },
    { kind: 'refused', sort: { ...sort, column: 'lastAt' }, filter, window },
    { kind: 'policySources' },
    { kind: 'activity', filter, window },
  ];
}

function engineOf(options: MockOptions): { readonly engine: MockEngine; readonly clock: VirtualClock } {
  const clock = createVirtualClock();
  return { engine: createMockEngine(options, { clock }), clock };
}

function rowsOf(engine: MockEngine, spec: ViewSpec): unknown[] {
  const source = engine.openRowSource(spec);
  return source.items().map((item) => source.rowOf(item));
}

test.each([SMALL, { ...SMALL, hostile: true }, { ...SMALL, shares: 12, still: true }])(
  'every row keeps the contract, of every share (%o)',
  (options) => {
    const { engine, clock } = engineOf(options);
    for (let index = 0; index < 12; index++) {
      for (const spec of specsOf(mockInfoHash(options.seed, index))) {
        const schema = rowSchemas[spec.kind satisfies ViewKind];
        const wrong = rowsOf(engine, spec).flatMap((row) => schema.safeParse(row).error?.issues ?? []);
        expect(wrong, spec.kind).toEqual([]);
      }
      clock.advance(40_000);
    }
  },
);

test('the same options give the same world', () => {
  const looks = [engineOf(SMALL), engineOf(SMALL)].map(({ engine, clock }) => {
    clock.advance(90_000);
    return specsOf(mockInfoHash(SMALL.seed, 3)).map((spec) => rowsOf(engine, spec));
  });
  expect(looks[0]).toEqual(looks[1]);
});

test('a world moves every second, and a still one never', () => {
  const spec = specsOf(mockInfoHash(SMALL.seed, 3)).find(({ kind }) => kind === 'peers') ?? { kind: 'status' };
  const looks = [SMALL, { ...SMALL, still: true }].map((options) => {
    const { engine, clock } = engineOf(options);
    const before = JSON.stringify(rowsOf(engine, spec));
    clock.advance(1000);
    return before === JSON.stringify(rowsOf(engine, spec));
  });
  expect(looks).toEqual([false, true]);
});

test('peers add up to what their share says', () => {
  const { engine } = engineOf(SMALL);
  const infoHash = mockInfoHash(SMALL.seed, 3);
  const [share] = rowsOf(engine, { kind: 'share', infoHash }).map((row) => rowSchemas.share.parse(row));
  const peersSpec = specsOf(infoHash).find(({ kind }) => kind === 'peers') ?? { kind: 'status' };
  const peers = rowsOf(engine, peersSpec).map((row) => rowSchemas.peers.parse(row));
  expect(share?.haveIt).toBe(peers.filter(({ hasAll }) => hasAll).length);
  expect(share?.wantIt).toBe(peers.filter(({ hasAll }) => !hasAll).length);
  expect(share?.uploadRateBytesPerSecond).toBe(peers.reduce((sum, peer) => sum + peer.uploadRateBytesPerSecond, 0));
});

test('every command that only tells keeps the contract', async () => {
  const { engine } = engineOf({ ...SMALL, hostile: true });
  const infoHash = mockInfoHash(SMALL.seed, 2);
  async function check<Name extends CommandName>(command: Name, params: CommandParams<Name>): Promise<void> {
    const { error } = commands[command].result.safeParse(await engine.api.call(command, params));
    expect(error, command).toBeUndefined();
  }
  expect.hasAssertions();
  await check('engine.status', {});
  await check('shares.list', {});
  await check('shares.get', { infoHash });
  await check('shares.peers', { infoHash });
  await check('shares.scan', { paths: ['/home/ada/Videos'] });
  await check('shares.torrent', { infoHash });
  await check('history.get', { span: 'day' });
  await check('history.get', { span: '90days', infoHash });
  await check('settings.get', {});
  await check('files.browse', {});
  await check('support.bundle', {});
});

test('making a share takes a while, tells how far it is, and can be cancelled', async () => {
  const { engine, clock } = engineOf(SMALL);
  const parts: number[] = [];
  engine.api.onEvent(({ event, data }) => {
    if (event === 'job.progress') parts.push(data.bytesDone / data.bytesTotal);
  });
  const made = engine.api.call('shares.create', { jobId: 'a', paths: ['/home/ada/Videos'] });
  await Promise.resolve();
  clock.advance(60_000);
  const { share } = await made;
  expect(parts[0]).toBe(0);
  expect(parts.at(-1)).toBe(1);
  expect((await engine.api.call('shares.list', {})).shares[0]?.infoHash).toBe(share.infoHash);

  const cancelled = engine.api.call('shares.create', { jobId: 'b', paths: ['/home/ada/Music'] });
  await Promise.resolve();
  await engine.api.call('jobs.cancel', { jobId: 'b' });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(clock.pendingTasks).toBe(0);
});

test('as a process ends when whoever started it is gone', async () => {
  const child = fork(resolve(import.meta.dirname, '../support/mockEngine/process.ts'), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, GRANARY_MOCK: '--shares 1 --peers 1' },
  });
  const ended = once(child, 'exit');
  try {
    const [message] = await once(child, 'message');
    expect(message).toEqual({ started: true });
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('refuses what it was told to refuse', async () => {
  const { engine } = engineOf({ ...SMALL, fail: 'shares.pause' });
  const infoHash = mockInfoHash(SMALL.seed, 0);
  await expect(engine.api.call('shares.pause', { infoHash })).rejects.toMatchObject({ code: 'internal' });
  await expect(engine.api.call('shares.resume', { infoHash })).resolves.toEqual({});
});
