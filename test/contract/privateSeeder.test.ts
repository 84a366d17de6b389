import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writePeerHandshake } from '../../electron/engine/codec/peerHandshake.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { DiscoveryRow } from '../../shared/rows.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Whom the seeder of a private tracker serves: real connections, from several addresses of this computer. */

const cleanup = createCleanup();
const PASSWORD = 'eleven red barns';
let engine: RealEngine;
let tracker: string;
let peerPort: number;
let corn: InfoHash;
let rye: InfoHash;
let passkey: string;
let person: string;

beforeAll(async () => {
  const folder = await temporaryFolder(cleanup);
  for (const name of ['corn', 'rye']) await writeFile(join(folder, name), name);
  engine = await startRealEngine(cleanup, join(folder, 'data'), { dht: true });
  const status = await engine.api.call('engine.status', {});
  ({ peerPort } = status);
  tracker = `http://127.0.0.1:${status.trackerPort}`;
  ({ infoHash: corn } = await engine.share(join(folder, 'corn')));
  ({ infoHash: rye } = await engine.share(join(folder, 'rye')));
  await engine.untilState(corn, 'seeding');
  await engine.untilState(rye, 'seeding');
  ({ passkey, person } = await engine.api.call('people.create', { name: 'Ada', password: PASSWORD }));
});
afterAll(() => cleanup.run());
beforeEach(() => engine.api.call('settings.change', { changes: { policy: 'private' } }));

/** Whether the seeder shakes hands with who comes from there. */
async function isServed(infoHash: InfoHash, localAddress: string): Promise<boolean> {
  const socket = connect({ port: peerPort, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  const features = { extensionProtocol: true, fast: true, dht: false };
  socket.write(writePeerHandshake({ features, infoHash, peerId: Buffer.from('-XX0001-abcdefghijkl') }));
  const first = await Promise.race([once(socket, 'data').then(() => 'shook hands'), once(socket, 'close')]);
  socket.destroy();
  return first === 'shook hands';
}

/** From 127.0.0.1, which is where such a request comes from. */
async function announce(infoHash: InfoHash, key: string): Promise<string> {
  const hash = infoHash.replaceAll(/../g, '%$&');
  const totals = 'port=4001&uploaded=0&downloaded=0&left=4';
  const url = `${tracker}${key}/announce?info_hash=${hash}&peer_id=-XX0001-abcdefghijkl&${totals}`;
  return (await fetch(url, { headers: { Connection: 'close' } })).text();
}

it('serves nobody who only knows the info-hash and where the seeder is', async () => {
  expect(await announce(corn, '')).toContain('failure reason');
  expect(await announce(corn, '/abcdefghijklmnopqrstuvwxyz012345')).toContain('failure reason');
  expect(await isServed(corn, '127.0.0.1')).toBe(false);
});

it('serves who announced with a passkey, from there and of that torrent alone', async () => {
  expect(await announce(corn, `/${passkey}`)).toContain('8:interval');
  expect(await isServed(corn, '127.0.0.1')).toBe(true);
  expect(await isServed(corn, '127.0.0.2')).toBe(false);
  expect(await isServed(rye, '127.0.0.1')).toBe(false);
});

it('does not serve a person what is for another group', async () => {
  await engine.api.call('groups.save', { name: 'Rye', people: [], infoHashes: [rye] });
  expect(await announce(rye, `/${passkey}`)).toContain('failure reason');
  expect(await isServed(rye, '127.0.0.1')).toBe(false);
  await engine.api.call('people.change', { person, role: 'admin' });
  expect(await announce(rye, `/${passkey}`)).toContain('8:interval');
  expect(await isServed(rye, '127.0.0.1')).toBe(true);
});

it('is not told of by the DHT node while the tracker is private', async () => {
  const dhtState = () => {
    const source = engine.openSource({ kind: 'discovery', infoHash: corn });
    const rows = source.items().map((item) => source.rowOf(item) as DiscoveryRow);
    return rows.find(({ kind }) => kind === 'dht')?.state;
  };
  expect(dhtState()).toBe('off');
  await engine.api.call('settings.change', { changes: { policy: 'shares' } });
  expect(dhtState()).toBe('waiting');
  await engine.api.call('settings.change', { changes: { policy: 'private' } });
  expect(dhtState()).toBe('off');
});

it('serves everyone again when the tracker is not private any more', async () => {
  expect(await isServed(corn, '127.0.0.3')).toBe(false);
  await engine.api.call('settings.change', { changes: { policy: 'shares' } });
  expect(await isServed(corn, '127.0.0.3')).toBe(true);
});
