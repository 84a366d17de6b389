import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_RUNNING_COMMANDS } from '../../electron/engine/views/frameServer.ts';
import type { ClientApi, ClientEvent } from '../../shared/contract.ts';
import { rowSchemas, type ViewDelta, viewDeltaSchema, type ViewSpec } from '../../shared/views.ts';
import { fakeInfoHash } from './fakeShare.ts';

export interface OpenedClient {
  readonly api: ClientApi;
  /** Ends the client's connection, and nothing else. May be called again. */
  close(): Promise<void>;
  /** Ends everything. */
  stop(): Promise<void>;
}

/**
 * What every transport of ClientApi must do, in front of any engine that seeds three shares or more of different names.
 * `open` is called once per test, and nobody but the test changes what is shared.
 */
export function describeClientApi(name: string, open: () => Promise<OpenedClient>): void {
  describe(name, () => {
    let opened: OpenedClient;
    let heard: ClientEvent[];
    let deltas: ReturnType<typeof collectDeltas>;

    beforeEach(async () => {
      opened = await open();
      heard = [];
      opened.api.onEvent((event) => heard.push(event));
      deltas = collectDeltas(opened.api);
    });
    afterEach(() => opened.stop());

    const call: ClientApi['call'] = (command, params) => opened.api.call(command, params);
    const openShares = (changes: Partial<typeof SHARES> = {}) =>
      call('views.open', { view: 'v', spec: { ...SHARES, ...changes } });

    /** The key of a share that seeds. */
    async function someShare(): Promise<string> {
      await openShares();
      const { rows } = await deltas.next();
      await call('views.close', { view: 'v' });
      return rows[0]?.key ?? '';
    }

    it('answers commands of the engine, many at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 2 * MAX_RUNNING_COMMANDS }, () => call('shares.list', {})),
      );
      for (const { shares } of answers) expect(shares.length).toBeGreaterThanOrEqual(3);
    });

    it('tells the first rows of a view at once, as the contract has them', async () => {
      expect(await openShares()).toEqual({});
      const delta = await deltas.next();
      expect(delta).toMatchObject({ view: 'v', revision: 0, first: 0, order: delta.rows.map(({ key }) => key) });
      expect(delta.rows).toHaveLength(2);
      expect(delta.total).toBeGreaterThanOrEqual(3);
      for (const row of delta.rows) expect(rowSchemas.shares.safeParse(row).error).toBeUndefined();
    });

    it('tells other rows under the next revision when the view is changed', async () => {
      await openShares();
      const [, second] = (await deltas.next()).order ?? [];
      await call('views.change', { view: 'v', spec: { ...SHARES, window: { first: 1, count: 2 } } });
      const delta = await deltas.next(({ revision }) => revision === 1);
      expect(delta).toMatchObject({ first: 1, order: [second, expect.any(String)] });
      expect(delta.rows).toHaveLength(2);
    });

    it('filters, and counts what is left', async () => {
      await openShares({ filter: 'no share has such a name' });
      expect(await deltas.next()).toMatchObject({ total: 0, order: [], rows: [] });
    });

    it('gives keys beyond the window', async () => {
      await openShares({ window: { first: 0, count: 1 } });
      const { total, order } = await deltas.next();
      const { keys } = await call('views.keys', { view: 'v', first: 0, count: total });
      expect(keys).toHaveLength(total);
      expect(keys.slice(0, 1)).toEqual(order);
    });

    it('tells what has changed within moments, and only that', async () => {
      await openShares();
      const key = (await deltas.next()).rows[0]?.key ?? '';
      await call('shares.pause', { infoHash: key });
      const delta = await deltas.next(({ rows }) => rows.some((row) => isPaused(row)));
      expect(delta).toMatchObject({ view: 'v', revision: 0 });
      await call('shares.resume', { infoHash: key });
    });

    it('knows nothing of a view that is closed', async () => {
      await openShares();
      await call('views.close', { view: 'v' });
      await expect(call('views.keys', { view: 'v', first: 0, count: 1 })).rejects.toMatchObject({ code: 'bad-input' });
      await expect(call('views.change', { view: 'v', spec: SHARES })).rejects.toMatchObject({ code: 'bad-input' });
    });

    it('tells nothing while hidden, and what has changed at once afterwards', async () => {
      const key = await someShare();
      await openShares({ window: { first: 0, count: 500 } });
      await deltas.next();
      await call('client.follow', { events: ['share.changed'] });
      await call('client.setVisible', { visible: false });
      heard.length = 0;
      await call('shares.pause', { infoHash: key });
      expect(heard).toEqual([]);
      await call('client.setVisible', { visible: true });
      const delta = await deltas.next(({ rows }) => rows.some((row) => row.key === key));
      expect(delta.rows.find((row) => row.key === key)).toMatchObject({ state: { kind: 'paused' } });
      await call('shares.resume', { infoHash: key });
    });

    it('tells events to who follows them, and to nobody else', async () => {
      const infoHash = await someShare();
      await call('client.follow', { events: [] });
      await call('shares.pause', { infoHash });
      await call('shares.resume', { infoHash });
      expect(heard.filter(({ event }) => event !== 'view.changed')).toEqual([]);
      await call('client.follow', { events: ['share.changed'] });
      const changed = nextEvent(opened.api, 'share.changed');
      await call('shares.pause', { infoHash });
      expect(await changed).toMatchObject({ data: { infoHash, state: { kind: 'paused' } } });
      await call('shares.resume', { infoHash });
    });

    it('rejects with a code and a message', async () => {
      const infoHash = fakeInfoHash('nothing has this');
      const unknown = { code: 'share-unknown', message: expect.stringContaining(infoHash) };
      await expect(call('shares.get', { infoHash })).rejects.toMatchObject(unknown);
      await expect(call('views.open', { view: 'v', spec: { kind: 'share', infoHash } })).rejects.toMatchObject(unknown);
      const tooMany = { ...SHARES, window: { first: 0, count: 501 } };
      await expect(call('views.open', { view: 'v', spec: tooMany })).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('count'),
      });
      expect(deltas.seen()).toEqual([]);
    });

    it('rejects every call once the connection is closed', async () => {
      await opened.close();
      await opened.close();
      await expect(call('shares.list', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
    });
  });
}

const SHARES = {
  kind: 'shares',
  sort: { column: 'name', direction: 'ascending' },
  filter: '',
  window: { first: 0, count: 2 },
} satisfies ViewSpec;

function isPaused(row: ViewDelta['rows'][number]): boolean {
  const { data } = rowSchemas.shares.safeParse(row);
  return data?.state.kind === 'paused';
}

interface Deltas {
  /** The first that came and was not taken, or that comes, and is wanted; those before it are passed over. */
  next(isWanted?: (delta: ViewDelta) => boolean): Promise<ViewDelta>;
  seen(): readonly ViewDelta[];
}

function collectDeltas(api: ClientApi): Deltas {
  const waiting: ViewDelta[] = [];
  let wake = (): void => undefined;
  api.onEvent((event) => {
    if (event.event !== 'view.changed') return;
    waiting.push(viewDeltaSchema.parse(event.data));
    wake();
  });
  return {
    async next(isWanted = () => true) {
      for (;;) {
        const delta = waiting.shift();
        if (delta !== undefined && isWanted(delta)) return delta;
        if (delta === undefined) await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    seen: () => waiting,
  };
}

function nextEvent(api: ClientApi, name: ClientEvent['event']): Promise<ClientEvent> {
  return new Promise((resolve) => {
    const end = api.onEvent((event) => {
      if (event.event !== name) return;
      end();
      resolve(event);
    });
  });
}
