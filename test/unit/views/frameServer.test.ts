import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { createClientSession } from '../../../electron/engine/views/clientSession.ts';
import {
  createFrameServer,
  type FrameServer,
  MAX_RUNNING_COMMANDS,
} from '../../../electron/engine/views/frameServer.ts';
import { parseRequestFrame } from '../../../electron/engine/views/requestFrame.ts';
import { CONTRACT_VERSION } from '../../../shared/contractVersion.ts';
import type { ServerFrame } from '../../../shared/frames.ts';
import { createListSource, listItems } from '../../support/listSource.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

let sent: ServerFrame[];
let busy: boolean[];
let logged: unknown[];
let waiting: PromiseWithResolvers<never>[];
let frames: FrameServer;

beforeEach(() => {
  [sent, busy, logged, waiting] = [[], [], [], []];
  const logger = { log: (_: string, message: string) => void logged.push(message) };
  const session = createClientSession({
    api: {
      call() {
        const answer = Promise.withResolvers<never>();
        waiting.push(answer);
        return answer.promise;
      },
      onEvent: () => () => undefined,
    },
    clock: createVirtualClock(),
    logger,
    openSource: () => createListSource(listItems('a1')),
  });
  const onBusy = (isBusy: boolean) => void busy.push(isBusy);
  frames = createFrameServer(session, { send: (frame) => void sent.push(frame), version: '1.2.3', logger, onBusy });
});
afterEach(() => frames.close());

/** Lets what was answered go its way. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a frame server', () => {
  it('says hello first', () => {
    expect(sent).toEqual([{ hello: { contractVersion: CONTRACT_VERSION, version: '1.2.3' } }]);
  });

  it('answers each request under its id, in whatever order the answers come', async () => {
    for (const id of [1, 2]) expect(frames.receive({ id, command: 'shares.list', params: {} })).toBe(true);
    waiting[1]?.resolve({ shares: [] } as never);
    await settle();
    waiting[0]?.resolve({ shares: ['first'] } as never);
    await settle();
    expect(sent.slice(1)).toEqual([
      { id: 2, result: { shares: [] } },
      { id: 1, result: { shares: ['first'] } },
    ]);
  });

  it('sends what the views of the client come to', async () => {
    const spec = { kind: 'activity', filter: '', window: { first: 0, count: 5 } };
    frames.receive({ id: 1, command: 'views.open', params: { view: 'v', spec } });
    await settle();
    expect(sent.slice(1)).toMatchObject([
      { event: 'view.changed', data: { view: 'v', order: ['a'] } },
      { id: 1, result: {} },
    ]);
  });

  it.each([
    ['a command that there is not', { command: 'shares.eat', params: {} }, 'there is no command "shares.eat"'],
    ['a name that every object has', { command: 'toString', params: {} }, 'there is no command "toString"'],
    [
      'a parameter of the wrong kind',
      { command: 'shares.get', params: { infoHash: 7 } },
      expect.stringContaining('infoHash'),
    ],
    ['no parameters', { command: 'shares.get', params: undefined }, expect.stringContaining('its parameters')],
  ])('refuses %s', async (_, request, message) => {
    expect(frames.receive({ id: 9, ...request })).toBe(true);
    await settle();
    expect(sent.slice(1)).toEqual([{ id: 9, error: { code: 'bad-input', message } }]);
  });

  it.each([undefined, null, 'text', 7, [], {}, { id: -1, command: 'x' }, { id: 1 }, { id: 1, command: 7 }])(
    'does not take %j for a request',
    (message) => {
      expect(frames.receive(message)).toBe(false);
      expect(sent).toHaveLength(1);
    },
  );

  it('tells code, message and hint of an error, and keeps the cause of an unexpected one for the log', async () => {
    for (const id of [1, 2]) frames.receive({ id, command: 'shares.list', params: {} });
    waiting[0]?.reject(new GranaryError('disk-full', 'no space', { hint: 'free some', cause: new Error('secret') }));
    waiting[1]?.reject(new TypeError('a bug'));
    await settle();
    expect(sent.slice(1)).toEqual([
      { id: 1, error: { code: 'disk-full', message: 'no space', hint: 'free some' } },
      { id: 2, error: { code: 'internal', message: 'a bug' } },
    ]);
    expect(logged).toEqual(['a command failed unexpectedly']);
  });

  it('runs so many at once, lets others wait and refuses what is beyond', async () => {
    const asked = MAX_RUNNING_COMMANDS + 1001;
    for (let id = 1; id <= asked; id++) frames.receive({ id, command: 'shares.list', params: {} });
    await settle();
    expect(waiting).toHaveLength(MAX_RUNNING_COMMANDS);
    expect(busy).toEqual([true]);
    expect(sent.slice(1)).toMatchObject([{ id: asked, error: { code: 'bad-input' } }]);
    for (let i = 0; i < asked - 1; i++) {
      waiting[i]?.resolve({ shares: [] } as never);
      if (i % MAX_RUNNING_COMMANDS === 0) await settle();
    }
    await settle();
    for (const answer of waiting) answer.resolve({ shares: [] } as never);
    await settle();
    expect(waiting).toHaveLength(asked - 1);
    expect(busy.at(-1)).toBe(false);
  });

  it('sends nothing after it was closed, not even what is being answered', async () => {
    for (let id = 1; id <= MAX_RUNNING_COMMANDS + 1; id++) frames.receive({ id, command: 'shares.list', params: {} });
    await settle();
    frames.close();
    frames.close();
    for (const answer of waiting) answer.resolve({ shares: [] } as never);
    await settle();
    expect(sent).toHaveLength(1);
    expect(waiting).toHaveLength(MAX_RUNNING_COMMANDS);
  });
});

describe('a request as text', () => {
  it.each(['', '{', '7', '{"id":1}'])('is not "%s"', (text) => {
    expect(parseRequestFrame(text)).toBeUndefined();
  });

  it('is JSON with an id and a command', () => {
    const frame = { id: 1, command: 'shares.list', params: {} };
    expect(parseRequestFrame(JSON.stringify(frame))).toEqual(frame);
  });
});
