import { expect, test } from 'vitest';
import { createEngineConnection, type EngineConnection } from '../../../renderer/bridge.ts';
import type { WantedView } from '../../../renderer/views/viewHandle.ts';
import type { Keyed } from '../../../renderer/views/viewState.ts';
import type { RequestFrame } from '../../../shared/frames.ts';
import type { ViewDelta } from '../../../shared/views.ts';
import { createFakeTransport, type FakeTransport } from '../../support/fakeTransport.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

interface Bench {
  readonly transport: FakeTransport;
  readonly connection: EngineConnection;
  readonly clock: VirtualClock;
  /** Runs what waits for the next frame of the screen. */
  frame(): void;
}

function bench(): Bench {
  const transport = createFakeTransport();
  const clock = createVirtualClock();
  const frames: (() => void)[] = [];
  const connection = createEngineConnection({
    transport,
    now: clock.now,
    after: (delayMs, run) => clock.after(delayMs, run).cancel,
    nextFrame: (run) => void frames.push(run),
  });
  const frame = (): void => {
    for (const run of frames.splice(0)) run();
  };
  return { transport, connection, clock, frame };
}

const shares = (filter = '', first = 0): WantedView => ({
  kind: 'shares',
  sort: { column: 'name', direction: 'ascending' },
  filter,
  window: { first, count: 50 },
});
const settled = (): Promise<void> => Promise.resolve().then(() => undefined);

function sendRows(transport: FakeTransport, opened: RequestFrame, change: Partial<ViewDelta>): void {
  const { view } = opened.params as { view: string };
  transport.emit({ event: 'view.changed', data: { view, revision: 0, total: 1, first: 0, rows: [], ...change } });
}

test('a call without a connection is refused at once', async () => {
  const { connection } = bench();
  await expect(connection.call('engine.status', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
  expect(connection.state()).toEqual({ kind: 'connecting' });
});

test('a hello connects; another contract asks for a reload and ends the connection', () => {
  const { connection, transport } = bench();
  transport.hello();
  expect(connection.state()).toEqual({ kind: 'connected', version: '0.1.0' });
  transport.hello(999);
  expect(connection.state()).toEqual({ kind: 'reload' });
  expect(transport.isOpen).toBe(false);
});

test('a lost connection rejects what waits and is tried again, each time later, up to a quarter of a minute', async () => {
  const { connection, transport, clock } = bench();
  transport.hello();
  const waiting = connection.call('engine.status', {});
  transport.drop('lost');
  await expect(waiting).rejects.toMatchObject({ code: 'engine-unreachable' });
  const delays: number[] = [];
  for (let i = 0; i < 7; i++) {
    const state = connection.state();
    if (state.kind !== 'disconnected') throw new Error(`unexpected ${state.kind}`);
    const delayMs = state.retryAt - clock.now();
    delays.push(delayMs);
    clock.advance(delayMs);
    expect(transport.opened).toBe(i + 2);
    transport.drop('lost');
  }
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  connection.stop();
  expect(clock.pendingTasks).toBe(0);
});

test('while the window is hidden no timer runs; when it is seen again it connects at once', () => {
  const { connection, transport, clock } = bench();
  connection.setVisible(false);
  transport.drop('lost');
  expect(clock.pendingTasks).toBe(0);
  connection.setVisible(true);
  expect(transport.opened).toBe(2);
});

test('the engine is told whether the window is seen, and so is a new connection', () => {
  const { connection, transport } = bench();
  transport.hello();
  connection.setVisible(false);
  expect(transport.last('client.setVisible').params).toEqual({ visible: false });
  transport.hello();
  expect(transport.sent.filter(({ command }) => command === 'client.setVisible')).toHaveLength(2);
});

test('a session that ended asks for a sign-in and is not tried again by itself', () => {
  const { connection, transport, clock } = bench();
  transport.drop('signed-out');
  expect(connection.state()).toEqual({ kind: 'signed-out' });
  expect(clock.pendingTasks).toBe(0);
  connection.retry();
  transport.hello();
  expect(connection.state().kind).toBe('connected');
});

test("the state of the engine's process counts in the desktop app", () => {
  const { connection, transport } = bench();
  transport.hello();
  const host = { kind: 'restarting', reason: 'it ended', nextAt: 5 } as const;
  transport.host(host);
  expect(connection.state()).toEqual({ kind: 'engine', host });
  transport.host({ kind: 'running' });
  expect(connection.state()).toEqual({ kind: 'connecting' });
  transport.hello();
  transport.host({ kind: 'running' });
  expect(connection.state().kind).toBe('connected');
});

test('events are followed while someone listens, and on every new connection', () => {
  const { connection, transport } = bench();
  const seen: string[] = [];
  const stop = connection.follow('engine.notice', ({ message }) => seen.push(message));
  transport.hello();
  expect(transport.last('client.follow').params).toEqual({ events: ['engine.notice'] });
  transport.emit({ event: 'engine.notice', data: { level: 'info', message: 'hello' } });
  expect(seen).toEqual(['hello']);
  transport.hello();
  expect(transport.last('client.follow').params).toEqual({ events: ['engine.notice'] });
  stop();
  stop();
  expect(transport.last('client.follow').params).toEqual({ events: [] });
});

test('a view that was shown before the connection opens with it, and again with the next', () => {
  const { connection, transport, frame } = bench();
  const view = connection.views.create<Keyed>();
  view.show(shares());
  frame();
  expect(transport.sent).toEqual([]);
  transport.hello();
  const opened = transport.last('views.open');
  expect(opened.params).toMatchObject({ spec: shares() });
  sendRows(transport, opened, { order: ['a'], rows: [{ key: 'a' }] });
  transport.drop('lost');
  expect(view.snapshot().rows).toEqual([{ key: 'a' }]);
  connection.retry();
  transport.hello();
  const again = transport.last('views.open');
  expect(again.id).not.toBe(opened.id);
  expect(view.snapshot().rows).toEqual([{ key: 'a' }]);
  sendRows(transport, again, { order: ['b'], rows: [{ key: 'b' }] });
  expect(view.snapshot().rows).toEqual([{ key: 'b' }]);
});

test('many changes in a frame are one request, and only one request is on its way at a time', async () => {
  const { connection, transport, frame } = bench();
  transport.hello();
  const view = connection.views.create<Keyed>();
  view.show(shares());
  view.show(shares('', 10));
  frame();
  expect(transport.sent.filter(({ command }) => command.startsWith('views.'))).toHaveLength(1);
  for (const first of [20, 30, 40]) {
    view.show(shares('', first));
    frame();
  }
  expect(transport.sent.some(({ command }) => command === 'views.change')).toBe(false);
  transport.answerAll();
  await settled();
  frame();
  const changes = transport.sent.filter(({ command }) => command === 'views.change');
  expect(changes.map(({ params }) => params)).toEqual([{ view: 'view-1', spec: shares('', 40) }]);
});

test('old rows stay while a filter is on its way, and an answer to the old one is not shown', async () => {
  const { connection, transport, frame } = bench();
  transport.hello();
  const view = connection.views.create<Keyed>();
  view.show(shares());
  frame();
  transport.answerAll();
  const opened = transport.last('views.open');
  sendRows(transport, opened, { order: ['a'], rows: [{ key: 'a' }] });
  await settled();
  view.show(shares('b'));
  expect(view.snapshot()).toMatchObject({ rows: [{ key: 'a' }], isLoading: true });
  frame();
  sendRows(transport, opened, { order: ['c'], rows: [{ key: 'c' }] });
  expect(view.snapshot()).toMatchObject({ rows: [{ key: 'a' }], isLoading: true });
  sendRows(transport, opened, { revision: 1, order: ['b'], rows: [{ key: 'b' }] });
  expect(view.snapshot()).toMatchObject({ rows: [{ key: 'b' }], isLoading: false });
});

test('rows of one share are never shown for another', () => {
  const { connection, transport, frame } = bench();
  transport.hello();
  const view = connection.views.create<Keyed>();
  view.show({ kind: 'share', infoHash: 'a'.repeat(40) });
  frame();
  transport.answerAll();
  sendRows(transport, transport.last('views.open'), { order: ['a'], rows: [{ key: 'a' }] });
  view.show({ kind: 'share', infoHash: 'b'.repeat(40) });
  expect(view.snapshot()).toMatchObject({ rows: [], isLoading: true });
});

test('a refused view says why, and a closed one is closed at the engine', async () => {
  const { connection, transport, frame } = bench();
  transport.hello();
  const view = connection.views.create<Keyed>();
  view.show(shares());
  frame();
  transport.emit({ id: transport.last('views.open').id, error: { code: 'bad-input', message: 'no' } });
  await settled();
  expect(view.snapshot()).toMatchObject({ isLoading: false, error: { code: 'bad-input' } });
  view.show(shares('x'));
  frame();
  expect(view.snapshot().error).toBeUndefined();
  view.close();
  expect(transport.last('views.close').params).toEqual({ view: 'view-2' });
});
