import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventBus, type EventBus } from '../../../electron/engine/eventBus.ts';
import { type ClientSession, createClientSession } from '../../../electron/engine/views/clientSession.ts';
import type { ClientEvent, EngineApi } from '../../../shared/contract.ts';
import { createListSource, type ListSource, listItems } from '../../support/listSource.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const NOTICE = { event: 'engine.notice', data: { level: 'info', message: 'hello' } } as const;
const STOPPING = { event: 'engine.stopping', data: {} } as const;
const SPEC = { kind: 'activity', filter: '', window: { first: 0, count: 10 } } as const;

let clock: VirtualClock;
let bus: EventBus;
let called: string[];
let session: ClientSession;
let heard: ClientEvent[];
let logged: string[];
let source: ListSource;

beforeEach(() => {
  clock = createVirtualClock();
  [called, heard, logged] = [[], [], []];
  const logger = { log: (_: string, message: string) => void logged.push(message) };
  bus = createEventBus(logger);
  const api: EngineApi = {
    async call(command) {
      called.push(command);
      return {} as never;
    },
    onEvent: bus.onEvent,
  };
  source = createListSource(listItems('a1', 'b2'));
  session = createClientSession({ api, clock, logger, openSource: () => source });
  session.onEvent((event) => heard.push(event));
});
afterEach(() => session.close());

describe("a client's session", () => {
  it('hears the events that it follows and no others', async () => {
    bus.emit(NOTICE);
    expect(heard).toEqual([]);
    await session.call('client.follow', { events: ['engine.notice', 'view.changed', 'of a later version'] });
    expect([bus.isFollowed('engine.notice'), bus.isFollowed('share.changed')]).toEqual([true, false]);
    bus.emit(NOTICE);
    bus.emit(STOPPING);
    expect(heard.splice(0)).toEqual([NOTICE]);
    await session.call('client.follow', { events: ['engine.stopping'] });
    bus.emit(NOTICE);
    bus.emit(STOPPING);
    expect(heard).toEqual([STOPPING]);
  });

  it('hears nothing while it is hidden', async () => {
    await session.call('client.follow', { events: ['engine.notice'] });
    await session.call('views.open', { view: 'v', spec: SPEC });
    await session.call('client.setVisible', { visible: false });
    heard.length = 0;
    source.list = listItems('a1', 'b3');
    bus.emit(NOTICE);
    clock.advance(5000);
    expect([heard, bus.isFollowed('engine.notice')]).toEqual([[], false]);
    await session.call('client.setVisible', { visible: true });
    expect(heard).toMatchObject([{ event: 'view.changed', data: { view: 'v', rows: [{ key: 'b' }] } }]);
    bus.emit(NOTICE);
    expect(heard).toHaveLength(2);
  });

  it('opens, changes, reads and closes views', async () => {
    expect(await session.call('views.open', { view: 'v', spec: SPEC })).toEqual({});
    expect(await session.call('views.change', { view: 'v', spec: { ...SPEC, filter: 'B' } })).toEqual({});
    expect(heard).toMatchObject([
      { event: 'view.changed', data: { revision: 0, order: ['a', 'b'] } },
      { event: 'view.changed', data: { revision: 1, order: ['b'] } },
    ]);
    expect(await session.call('views.keys', { view: 'v', first: 0, count: 5 })).toEqual({ keys: ['b'] });
    expect(await session.call('views.close', { view: 'v' })).toEqual({});
    await expect(session.call('views.keys', { view: 'v', first: 0, count: 5 })).rejects.toMatchObject({
      code: 'bad-input',
    });
    expect(called).toEqual([]);
  });

  it('passes on what is for the engine', async () => {
    await session.call('shares.list', {});
    expect(called).toEqual(['shares.list']);
  });

  it('names the parameter that makes no sense', async () => {
    const call = session.call('views.open', { view: 'v', spec: { ...SPEC, window: { first: -1, count: 1 } } });
    await expect(call).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('spec.window.first'),
    });
  });

  it('keeps on telling the others when one listener fails', async () => {
    const others: ClientEvent[] = [];
    session.onEvent(() => {
      throw new Error('a listener that fails');
    });
    const end = session.onEvent((event) => others.push(event));
    await session.call('client.follow', { events: ['engine.notice'] });
    bus.emit(NOTICE);
    end();
    bus.emit(NOTICE);
    expect(others).toEqual([NOTICE]);
    expect(logged).toContain('a client could not be told of engine.notice');
  });

  it('ends what it had open when it is closed', async () => {
    await session.call('client.follow', { events: ['engine.notice'] });
    await session.call('views.open', { view: 'v', spec: SPEC });
    heard.length = 0;
    session.close();
    session.close();
    expect([clock.pendingTasks, bus.isFollowed('engine.notice')]).toEqual([0, false]);
    bus.emit(NOTICE);
    clock.advance(5000);
    expect(heard).toEqual([]);
    await expect(session.call('shares.list', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
  });
});
