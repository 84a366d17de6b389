import { afterEach, expect, it } from 'vitest';
import { createPeerGate } from '../../../electron/engine/peerGate.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startTestSeeder } from '../../support/testSeeder.ts';
import { fetchBlocks } from '../../support/testLeecher.ts';

/** Real connections to a share, from two addresses of this computer. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const FIRST = { piece: 0, begin: 0, length: 16 * 1024 };

async function startGate() {
  const seeder = await startTestSeeder(cleanup);
  const blocked = new Set<string>();
  const proven = new Set<string>();
  let isPrivate = false;
  const gate = createPeerGate({
    sessions: seeder.registry,
    serves: (address) => !blocked.has(String(address)),
    isPrivate: () => isPrivate,
    membership: { has: (infoHash, address) => infoHash === seeder.session.infoHash && proven.has(address) },
  });
  const makePrivate = (): void => {
    isPrivate = true;
  };
  const leechers = [await seeder.connect(), await seeder.connect({ localAddress: '127.0.0.2' })] as const;
  return { seeder, gate, blocked, proven, makePrivate, leechers };
}

it('cuts off who is not served any more, in the middle of a transfer, and lets the others be', async () => {
  const { seeder, gate, blocked, leechers } = await startGate();
  const [stays, goes] = leechers;
  await fetchBlocks(goes, [FIRST]);
  gate.recheck();
  expect(seeder.session.peersConnected).toBe(2);
  blocked.add('127.0.0.2');
  gate.recheck();
  await goes.closed;
  expect(seeder.session.peers().map(({ address }) => address)).toEqual(['127.0.0.1']);
  expect(await fetchBlocks(stays, [FIRST])).toHaveLength(1);
});

it('cuts off who has not proven to be somebody, once content is for people', async () => {
  const { seeder, gate, proven, makePrivate, leechers } = await startGate();
  proven.add('127.0.0.1');
  makePrivate();
  gate.recheck();
  await leechers[1].closed;
  expect(seeder.session.peers().map(({ address }) => address)).toEqual(['127.0.0.1']);
});

it('finds a share only for who is served, whoever opened the connection', async () => {
  const { seeder, gate, blocked, makePrivate } = await startGate();
  const { infoHash } = seeder.session;
  const features = { extensionProtocol: true, fast: true, dht: false };
  const handshake = { features, infoHash, peerId: Buffer.from('-XX0001-abcdefghijkl') };
  expect(gate.find(infoHash)?.admits(handshake, '127.0.0.3')).toBe(true);
  blocked.add('127.0.0.3');
  expect(gate.find(infoHash)?.admits(handshake, '127.0.0.3')).toBe(false);
  blocked.clear();
  makePrivate();
  expect(gate.find(infoHash)?.admits(handshake, '127.0.0.3')).toBe(false);
});
