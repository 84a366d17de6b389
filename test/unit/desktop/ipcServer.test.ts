import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import type { EngineHostState } from '../../../shared/desktop.ts';
import type { RequestFrame, ServerFrame } from '../../../shared/frames.ts';
import { MAX_TORRENT_BASE64 } from '../../../shared/torrentLists.ts';
import { CHANNELS, TELL_TAKEN_EVERY } from '../../../electron/channels.ts';
import type { BridgeCall } from '../../../electron/desktop/bridgeCalls.ts';
import type { EngineHost } from '../../../electron/engineHost.ts';
import { createIpcServer, MAX_FRAMES_ON_THE_WAY } from '../../../electron/ipcServer.ts';

/** A window's page as Electron's main process sees it. */
class FakeContents extends EventEmitter {
  readonly mainFrame = { url: 'app://granary/index.html' };
  readonly received: (readonly [channel: string, value: unknown])[] = [];
  isDestroyed = (): boolean => false;
  send = (channel: string, value: unknown): void => void this.received.push([channel, value]);
}

type Handler = (event: unknown, payload: unknown) => Promise<unknown>;

function setUp() {
  const ipc = new EventEmitter();
  const handlers = new Map<string, Handler>();
  const states = new Set<(state: EngineHostState) => void>();
  const refused: string[] = [];
  const calls: BridgeCall[] = [];
  const sessions: { receive: (frame: ServerFrame) => void; sent: RequestFrame[]; isOpen: boolean }[] = [];
  let isRunning = true;
  const contents = new FakeContents();
  const server = createIpcServer({
    ipc: Object.assign(ipc, {
      handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    }) as unknown as IpcMain,
    host: {
      state: { kind: 'running' },
      onState(listener: (state: EngineHostState) => void) {
        states.add(listener);
        return () => void states.delete(listener);
      },
    } as unknown as EngineHost,
    sessions: {
      open(receive) {
        const session = { receive, sent: [] as RequestFrame[], isOpen: true };
        sessions.push(session);
        return {
          send(frame) {
            if (isRunning) session.sent.push(frame);
            return isRunning;
          },
          close() {
            session.isOpen = false;
          },
        };
      },
    },
    answer(call) {
      calls.push(call);
      if (call.name === 'showInFolder') return Promise.reject(new Error('it is gone'));
      return Promise.resolve('done');
    },
    refused: (what) => void refused.push(what),
  });
  server.attach(contents as unknown as WebContents);
  const eventFrom = (sender: FakeContents = contents, senderFrame: object | null = sender.mainFrame) => ({
    sender,
    senderFrame,
  });
  return {
    server,
    contents,
    refused,
    calls,
    sessions,
    states,
    say: (channel: string, payload?: unknown, event: object = eventFrom()) => void ipc.emit(channel, event, payload),
    call: (payload: unknown, event: object = eventFrom()) => handlers.get(CHANNELS.call)?.(event, payload),
    eventFrom,
    stopEngine() {
      isRunning = false;
    },
    listeners: () => Object.values(CHANNELS).reduce((sum, channel) => sum + ipc.listenerCount(channel), handlers.size),
  };
}

const frame: RequestFrame = { id: 7, command: 'engine.status', params: {} };
const longFrame = { id: 7, command: 'tracker.list', params: { base64: 'A'.repeat(MAX_TORRENT_BASE64) } };

describe('messages of the page', () => {
  test('carry frames to a session of its own and back, one with a large .torrent file as well', () => {
    const { say, sessions, contents } = setUp();
    say(CHANNELS.listen);
    for (const each of [frame, longFrame]) say(CHANNELS.frame, each);
    expect(sessions[0]?.sent).toEqual([frame, longFrame]);
    sessions[0]?.receive({ id: 7, result: {} });
    expect(contents.received).toEqual([[CHANNELS.frames, { id: 7, result: {} }]]);
  });

  test('are answered when the engine is not there', () => {
    const { say, contents, stopEngine } = setUp();
    say(CHANNELS.listen);
    stopEngine();
    say(CHANNELS.frame, frame);
    expect(contents.received).toMatchObject([[CHANNELS.frames, { id: 7, error: { code: 'engine-unreachable' } }]]);
  });

  test.each([
    undefined,
    null,
    'text',
    {},
    { id: -1, command: 'x', params: {} },
    { id: 1.5, command: 'x' },
    { id: 1, command: 2 },
  ])('are dropped when they are no frames: %j', (payload) => {
    const { say, sessions, refused } = setUp();
    say(CHANNELS.listen);
    say(CHANNELS.frame, payload);
    expect(sessions[0]?.sent).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  test.each([
    ['a cycle', cyclic()],
    ['a number that JSON has not', { id: 1, command: 'x', params: { size: 1n } }],
    ['more than the engine takes of that command', { id: 1, command: 'x', params: { text: 'x'.repeat(1024 * 1024) } }],
  ])('are dropped when they hold %s', (_, payload) => {
    const { say, sessions, refused } = setUp();
    say(CHANNELS.listen);
    say(CHANNELS.frame, payload);
    expect(sessions[0]?.sent).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  test('learn the state of now and every change, once they ask', () => {
    const { say, contents, states } = setUp();
    for (const tell of states) tell({ kind: 'starting' });
    say(CHANNELS.watchEngine);
    for (const tell of states) tell({ kind: 'starting' });
    expect(contents.received).toEqual([
      [CHANNELS.engineState, { kind: 'running' }],
      [CHANNELS.engineState, { kind: 'starting' }],
    ]);
  });

  test('get what came before they asked for it', () => {
    const { server, say, contents } = setUp();
    server.request({ kind: 'open', target: 'magnet:?1' });
    expect(contents.received).toEqual([]);
    say(CHANNELS.takeRequests);
    server.request({ kind: 'command', command: 'settings' });
    expect(contents.received.map(([, value]) => value)).toEqual([
      { kind: 'open', target: 'magnet:?1' },
      { kind: 'command', command: 'settings' },
    ]);
  });
});

describe('a page that hangs', () => {
  const event: ServerFrame = { event: 'x', data: {} };

  test('is sent no more than a bound, and begins anew when it has taken that', () => {
    const { say, sessions, contents, refused } = setUp();
    say(CHANNELS.listen);
    for (let i = 0; i < 2 * MAX_FRAMES_ON_THE_WAY && sessions[0]?.isOpen === true; i++) sessions[0].receive(event);
    expect(contents.received).toHaveLength(MAX_FRAMES_ON_THE_WAY);
    expect(refused).toHaveLength(1);
    // It asks on, as pages do; nothing is sent.
    say(CHANNELS.frame, frame);
    expect(contents.received).toHaveLength(MAX_FRAMES_ON_THE_WAY);
    say(CHANNELS.taken, MAX_FRAMES_ON_THE_WAY / 2);
    expect(sessions).toHaveLength(1);
    say(CHANNELS.taken, MAX_FRAMES_ON_THE_WAY);
    expect(sessions.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    sessions[1]?.receive(event);
    expect(contents.received).toHaveLength(MAX_FRAMES_ON_THE_WAY + 1);
  });

  test('is not taken for one that takes what it is sent', () => {
    const { say, sessions, contents } = setUp();
    say(CHANNELS.listen);
    for (let sent = 1; sent <= 3 * MAX_FRAMES_ON_THE_WAY; sent++) {
      sessions[0]?.receive(event);
      if (sent % TELL_TAKEN_EVERY === 0) say(CHANNELS.taken, sent);
    }
    expect(contents.received).toHaveLength(3 * MAX_FRAMES_ON_THE_WAY);
    expect(sessions).toHaveLength(1);
  });

  test.each([undefined, -1, 0, Number.NaN, Infinity, 1e9, '5'])(
    'cannot have taken what it was not sent: %j',
    (count) => {
      const { say, sessions } = setUp();
      say(CHANNELS.listen);
      while (sessions[0]?.isOpen === true) sessions[0].receive(event);
      say(CHANNELS.taken, count);
      expect(sessions).toHaveLength(1);
    },
  );
});

describe('a sender', () => {
  const frameOf = (url: string) => ({ url });

  test.each([
    {
      name: 'another window',
      event: () => ({ sender: new FakeContents(), senderFrame: frameOf('app://granary/index.html') }),
    },
    {
      name: 'a frame inside the page',
      event: (own: FakeContents) => ({ sender: own, senderFrame: frameOf('app://granary/index.html') }),
    },
    { name: 'a frame that is gone', event: (own: FakeContents) => ({ sender: own, senderFrame: null }) },
    {
      name: 'a foreign page in the window',
      event(own: FakeContents) {
        own.mainFrame.url = 'https://example.org/';
        return { sender: own, senderFrame: own.mainFrame };
      },
    },
  ])('is refused: $name', async ({ event }) => {
    const { say, call, contents, sessions, calls, refused } = setUp();
    const from = event(contents);
    say(CHANNELS.listen, undefined, from);
    say(CHANNELS.frame, frame, from);
    say(CHANNELS.watchEngine, undefined, from);
    say(CHANNELS.takeRequests, undefined, from);
    expect(await call({ name: 'getPreferences', parameters: [] }, from)).toEqual({ error: 'refused' });
    expect({ sessions, calls, received: contents.received }).toEqual({ sessions: [], calls: [], received: [] });
    expect(refused).toHaveLength(5);
  });
});

describe('calls of the page', () => {
  test('are answered', async () => {
    const { call, calls } = setUp();
    expect(await call({ name: 'pickPaths', parameters: ['files'] })).toEqual({ result: 'done' });
    expect(calls).toEqual([{ name: 'pickPaths', parameters: ['files'] }]);
  });

  test('are answered with the words of an error', async () => {
    const { call } = setUp();
    expect(await call({ name: 'showInFolder', parameters: ['/gone'] })).toEqual({ error: 'it is gone' });
  });

  test.each([
    undefined,
    {},
    { name: 'getPreferences' },
    { name: 'getPreferences', parameters: [1] },
    { name: 'toString', parameters: [] },
    { name: 'pickPaths', parameters: ['everything'] },
    { name: 'saveFile', parameters: [{ suggestedName: 'a', base64: 'no base64!' }] },
    { name: 'saveFile', parameters: [{ suggestedName: 'a'.repeat(2000), base64: '' }] },
    { name: 'copyText', parameters: [{ toString: 1 }] },
    { name: 'changePreferences', parameters: [{ theme: 'purple' }] },
    { name: 'changePreferences', parameters: [{ __proto__: null, other: true }] },
  ])('are refused when they make no sense: %j', async (payload) => {
    const { call, calls } = setUp();
    expect(await call(payload)).toEqual({ error: 'refused' });
    expect(calls).toEqual([]);
  });
});

describe('what the page opened', () => {
  test('ends with its document, and not with a step inside it', () => {
    const { say, sessions, contents, states } = setUp();
    say(CHANNELS.listen);
    say(CHANNELS.watchEngine);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(sessions[0]?.isOpen).toBe(true);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(sessions[0]?.isOpen).toBe(false);
    for (const tell of states) tell({ kind: 'starting' });
    expect(contents.received).toHaveLength(1);
  });

  test('ends when it listens anew, when it is gone, and at the end', () => {
    const { server, say, sessions, contents, states, listeners } = setUp();
    say(CHANNELS.listen);
    say(CHANNELS.listen);
    expect(sessions.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    contents.emit('render-process-gone');
    expect(sessions[1]?.isOpen).toBe(false);
    server.stop();
    expect(states.size).toBe(0);
    expect(listeners()).toBe(0);
  });
});

function cyclic(): object {
  const params: { self?: object } = {};
  params.self = params;
  return { id: 1, command: 'x', params };
}
