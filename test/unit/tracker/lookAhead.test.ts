import { describe, expect, it } from 'vitest';
import { createSwarmStore } from '../../../electron/engine/tracker/swarmStore.ts';
import { infoHashToBytes } from '../../../shared/infoHash.ts';
import { numberedHash } from '../../support/policyFixture.ts';
import { ip, peerIdOf } from '../../support/trackerFixture.ts';

const ADDRESS = ip('192.168.1.2');
const ADDRESS_U32 = 0xc0a8_0102;
const VISIT = { peerId: peerIdOf('one'), key: 1, address: ADDRESS, port: 6881, event: 'none', nowSeconds: 1 } as const;
const TRANSFER = { leftBytes: 1, uploadedBytes: 0, downloadedBytes: 0 };

/** A store with one swarm and one peer in it. */
function createFixture() {
  const store = createSwarmStore({ maxPeersPerSwarm: 1000, hashSeed: 7 });
  const swarm = store.add(numberedHash(1));
  const slot = store.update(swarm, { ...VISIT, ...TRANSFER });
  return { store, swarm, slot };
}

describe('a look ahead', () => {
  it('reads the record of who announces, found as the announce finds it', () => {
    const { store, swarm, slot } = createFixture();
    const reads: number[] = [];
    const { swarmNumberOf } = store.records;
    store.records.swarmNumberOf = (asked) => {
      reads.push(asked);
      return swarmNumberOf(asked);
    };
    store.ahead.add(infoHashToBytes(swarm.infoHash), 0, { address: ADDRESS_U32, port: VISIT.port });
    store.ahead.look();
    expect(reads).toEqual([slot]);
    // What was looked at is forgotten.
    store.ahead.look();
    expect(reads).toEqual([slot]);
  });

  it('passes over torrents that are not tracked, peers that are not known, and more than a batch', () => {
    const { store, swarm } = createFixture();
    const known = infoHashToBytes(swarm.infoHash);
    const unknown = infoHashToBytes(numberedHash(2));
    for (let i = 0; i < 200; i++) store.ahead.add(i % 2 === 0 ? unknown : known, 0, { address: i, port: i });
    store.ahead.look();
    store.remove(swarm.infoHash);
    store.ahead.add(known, 0, { address: ADDRESS_U32, port: VISIT.port });
    store.ahead.look();
    expect([store.swarmCount(), store.sums.peers]).toEqual([0, 0]);
  });
});
