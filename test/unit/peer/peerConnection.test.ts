import { afterEach, describe, expect, it } from 'vitest';
import { parseExtensionHandshake } from '../../../electron/engine/codec/extensionHandshake.ts';
import type { PeerMessage } from '../../../electron/engine/codec/peerMessages.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { askForMetadata, openMetadata } from '../../support/fetchMetadata.ts';
import { fetchBlocks, type TestLeecher } from '../../support/testLeecher.ts';
import { startTestSeeder } from '../../support/testSeeder.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const BLOCK = 16 * 1024;
const FIRST = { piece: 0, begin: 0, length: BLOCK };
const OUTSIDE = { piece: 999, begin: 0, length: BLOCK };
const MINUTE = 60_000;

describe('what a peer hears first', () => {
  it('is have-all and who we are, with the fast extension', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    expect(leecher.theirs.features).toEqual({ extensionProtocol: true, fast: true, dht: false });
    expect(Buffer.from(leecher.theirs.peerId).toString('latin1')).toMatch(/^-GY0100-/);
    await leecher.next('have-all');
    const { extendedId, payload } = await leecher.next('extended');
    const said = parseExtensionHandshake(payload);
    expect(extendedId).toBe(0);
    expect(said.ok && said.value).toEqual({
      extensions: new Map([['ut_metadata', 1]]),
      client: 'Granary 0.1.0',
      listenPort: 1,
      requestQueue: 2048,
      metadataBytes: seeder.share.info.infoBytes.length,
      uploadOnly: true,
      yourAddress: Uint8Array.of(127, 0, 0, 1),
    });
  });

  it('is a bitfield for a peer of BEP 3 alone', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect({ features: { fast: false, extensionProtocol: false } });
    const { bits } = await leecher.next('bitfield');
    expect([...bits]).toEqual([0b1111_1100]);
    await fetchBlocks(leecher, [FIRST]);
    expect(leecher.inbox).toEqual([]);
  });

  it.each([
    { isPrivate: false, dht: true, told: ['port'] },
    { isPrivate: false, dht: false, told: [] },
    { isPrivate: true, dht: true, told: [] },
  ])('has the DHT port if that is wanted: %o', async ({ isPrivate, dht, told }) => {
    const seeder = await startTestSeeder(cleanup, { private: isPrivate, identity: { dhtPort: 6881 } });
    const leecher = await seeder.connect({ features: { dht } });
    await fetchBlocks(leecher, [FIRST]);
    expect(leecher.inbox.filter((message) => message.kind === 'port').map(({ kind }) => kind)).toEqual(told);
  });
});

describe('requests', () => {
  it('are rejected while the peer is choked', async () => {
    const seeder = await startTestSeeder(cleanup, { uploadSlots: 0 });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'interested' }, { kind: 'request', ...FIRST });
    expect(await leecher.next('reject')).toEqual({ kind: 'reject', ...FIRST });
  });

  it('for what is not there are rejected, and the peer stays', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    await fetchBlocks(leecher, [FIRST]);
    const wrong = [OUTSIDE, { ...FIRST, length: 0 }, { ...FIRST, begin: 20_000 }, { ...FIRST, length: 200_000 }];
    for (const request of wrong) {
      leecher.send({ kind: 'request', ...request });
      expect(await leecher.next('reject')).toEqual({ kind: 'reject', ...request });
    }
    leecher.send({ kind: 'request', ...FIRST });
    expect((await leecher.next('piece')).block).toHaveLength(BLOCK);
  });

  it('without the fast extension are passed over in silence', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect({ features: { fast: false } });
    leecher.send({ kind: 'request', ...FIRST }, { kind: 'request', ...OUTSIDE });
    await fetchBlocks(leecher, [FIRST]);
    expect(leecher.inbox.map(({ kind }) => kind)).toEqual(['bitfield', 'extended']);
  });

  it('that are cancelled in time are rejected instead of answered', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 3_000_000 }, pieceLength: BLOCK });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'interested' });
    await leecher.next('unchoke');
    const requests = Array.from({ length: 180 }, (_, piece) => ({ piece, begin: 0, length: BLOCK }));
    const last = { piece: 179, begin: 0, length: BLOCK };
    leecher.send(...requests.map((request): PeerMessage => ({ kind: 'request', ...request })), {
      kind: 'cancel',
      ...last,
    });
    expect(await leecher.next('reject')).toEqual({ kind: 'reject', ...last });
    for (let i = 0; i < 179; i++) expect((await leecher.next('piece')).piece).toBe(i);
    leecher.send({ kind: 'cancel', ...last }, { kind: 'cancel', ...FIRST });
    await settle(leecher);
    expect(leecher.inbox.filter(({ kind }) => kind === 'reject' || kind === 'piece')).toEqual([]);
  });

  it('beyond what we said we queue are rejected', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 100 }, pieceLength: BLOCK });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'interested' });
    await leecher.next('unchoke');
    const requests = Array.from(
      { length: 2100 },
      (): PeerMessage => ({ kind: 'request', piece: 0, begin: 0, length: 9 }),
    );
    leecher.send(...requests);
    const answers = { piece: 0, reject: 0 };
    while (answers.piece + answers.reject < 2100) {
      const kind = leecher.inbox.some((message) => message.kind === 'reject') ? 'reject' : 'piece';
      await leecher.next(kind);
      answers[kind] += 1;
    }
    expect(answers.piece).toBeGreaterThanOrEqual(2048);
  });
});

describe('slots', () => {
  it('go to the next as soon as one is free', async () => {
    const seeder = await startTestSeeder(cleanup, { uploadSlots: 1 });
    const [first, second] = [await seeder.connect(), await seeder.connect()];
    await fetchBlocks(first, [FIRST]);
    second.send({ kind: 'interested' });
    await settle(second);
    expect(second.inbox.some(({ kind }) => kind === 'unchoke')).toBe(false);
    first.send({ kind: 'not-interested' });
    await second.next('unchoke');
    await first.next('choke');
    first.send({ kind: 'interested' });
    await second.close();
    await first.next('unchoke');
  });

  it('rotate, and what was asked for is then rejected', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { uploadSlots: 1, clock });
    const [first, second] = [await seeder.connect(), await seeder.connect()];
    await fetchBlocks(first, [FIRST]);
    second.send({ kind: 'interested' });
    await settle(second);
    clock.advance(30_000);
    await second.next('unchoke');
    await first.next('choke');
    first.send({ kind: 'request', ...FIRST });
    expect(await first.next('reject')).toEqual({ kind: 'reject', ...FIRST });
  });
});

describe('a silent connection', () => {
  it('is kept alive by us and closed when the peer says nothing', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { clock });
    const leecher = await seeder.connect();
    await settle(leecher);
    clock.advance(2 * MINUTE);
    leecher.sendRaw(new Uint8Array(4));
    await settle(leecher);
    expect(leecher.keepAlives).toBe(1);
    clock.advance(2 * MINUTE);
    expect(seeder.session.peersConnected).toBe(1);
    clock.advance(2 * MINUTE);
    await leecher.closed;
  });

  it('of another seeder is closed after a grace', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { clock });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'have-all' });
    await settle(leecher);
    expect(seeder.session.peers()).toMatchObject([{ isSeeder: true, progress: 1 }]);
    clock.advance(MINUTE / 2);
    await settle(leecher);
    clock.advance(MINUTE);
    await leecher.closed;
  });
});

describe('extended messages', () => {
  it('that nobody knows are passed over', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    leecher.send({ kind: 'extended', extendedId: 99, payload: Buffer.from('de') });
    leecher.send({ kind: 'extended', extendedId: 0, payload: Buffer.from('no dictionary') });
    leecher.send({ kind: 'extended', extendedId: 1, payload: Buffer.from('before we know their id') });
    await settle(leecher);
    expect(seeder.session.peersConnected).toBe(1);
  });

  it('tell the session of a DHT node', async () => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    leecher.send({ kind: 'port', port: 4711 });
    await settle(leecher);
    expect(seeder.dhtNodes).toEqual([{ address: '127.0.0.1', port: 4711 }]);
  });
});

/** Waits until the seeder has dealt with all that the leecher said before. */
async function settle(leecher: TestLeecher): Promise<void> {
  const { theirId } = await (opened.get(leecher) ?? open(leecher));
  await askForMetadata(leecher, theirId, 0);
}

const opened = new WeakMap<TestLeecher, ReturnType<typeof openMetadata>>();

function open(leecher: TestLeecher): ReturnType<typeof openMetadata> {
  const opening = openMetadata(leecher);
  opened.set(leecher, opening);
  return opening;
}
