import { afterEach, expect, it } from 'vitest';
import { MAX_PEERS_PER_TORRENT } from '../../../electron/engine/people/accounting.ts';
import { createMembership } from '../../../electron/engine/people/membership.ts';
import type { People } from '../../../electron/engine/people/people.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../../electron/engine/tracker/tracker.ts';
import { ENGINE_ITSELF } from '../../../shared/actor.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { OTHER_TORRENT, peopleOnVirtualClock, TORRENT } from '../../support/peopleFixture.ts';
import { type AnnounceOverrides, announceRequest, peerIdOf } from '../../support/trackerFixture.ts';

/** A tracker with people, as the engine puts them together, whose policy may turn private. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const ADA = { from: '10.0.0.2', peerId: peerIdOf('ada'), key: 1 };
const BEN = { from: '10.0.0.3', peerId: peerIdOf('ben'), key: 2 };
const NOBODY = { from: '10.0.0.4', peerId: peerIdOf('nobody'), key: 3 };
const UNLISTED = fakeInfoHash('whatever an open tracker serves');
const CLIENTS = { Ada: ADA, Ben: BEN };
const HOUR_MS = 3_600_000;

function start({ isPrivate: startsPrivate = true } = {}) {
  let isPrivate = startsPrivate;
  const onLess = (): void => tracker.dropUnserved();
  const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben'], onLess });
  const { clock, person } = fixture;
  const { tracker, membership } = wire(fixture.people);
  // Of whatever people there are when the fixture ends, after a restart too.
  let people = fixture.people;
  cleanup.add(async () => people.stop());

  function wire(from: People) {
    const membershipOf = createMembership({
      clock,
      people: from,
      patienceSeconds: () => 660,
      isPrivate: () => isPrivate,
      isShared: (infoHash) => infoHash === TORRENT,
      isListed: (infoHash) => infoHash === OTHER_TORRENT,
    });
    cleanup.add(async () => membershipOf.stop());
    const wired = createTracker(
      {
        clock,
        random: () => 0.5,
        policy: { refusalOf: (question) => (isPrivate ? from.policy.refusalOf(question) : undefined) },
        localSeeder: () => undefined,
        onAnnounced: membershipOf.announced,
        isMember: membershipOf.isMember,
      },
      DEFAULT_TRACKER_CONFIG,
    );
    for (const infoHash of [TORRENT, OTHER_TORRENT, UNLISTED]) wired.addSwarm(infoHash);
    cleanup.add(() => wired.stop());
    return { tracker: wired, membership: membershipOf };
  }

  function come(who: AnnounceOverrides, passkey = '', infoHash = TORRENT): void {
    expect(tracker.announce({ ...announceRequest(who), infoHash, passkey }).ok).toBe(true);
  }

  return {
    clock,
    person,
    people: fixture.people,
    come,
    /** Each with a client at both torrents. */
    comeAll(names: readonly (keyof typeof CLIENTS)[] = ['Ada', 'Ben']): void {
      for (const name of names) {
        for (const infoHash of [TORRENT, OTHER_TORRENT]) come(CLIENTS[name], person(name).passkey, infoHash);
      }
    },
    turnPrivate(): void {
      isPrivate = true;
      tracker.dropUnserved();
    },
    here: (infoHash = TORRENT) => tracker.peers(infoHash).map(({ address }) => address),
    isLetIn: (address: string) => membership.has(TORRENT, address),
    /** The same tracker and people after the engine stopped. */
    restart() {
      const snapshots = tracker.snapshot();
      const next = fixture.restart();
      people = next.people;
      const { tracker: restored } = wire(next.people);
      restored.setRestoring(true);
      restored.restore(snapshots);
      restored.setRestoring(false);
      return {
        person: next.person,
        here: () => restored.peers(TORRENT).map(({ address }) => address),
        resetPasskey(name: string): void {
          next.people.resetPasskey(next.person(name).id, ENGINE_ITSELF);
          restored.dropUnserved();
        },
      };
    },
  };
}

it('who has no passkey goes when the tracker turns private, and who has one stays, at every torrent', () => {
  const { come, comeAll, turnPrivate, here, isLetIn } = start({ isPrivate: false });
  comeAll();
  come(NOBODY);
  come(NOBODY, 'f'.repeat(32), OTHER_TORRENT);
  expect(here()).toEqual([ADA.from, BEN.from, NOBODY.from]);
  turnPrivate();
  expect(here()).toEqual([ADA.from, BEN.from]);
  expect(here(OTHER_TORRENT)).toEqual([ADA.from, BEN.from]);
  expect([ADA, BEN, NOBODY].map(({ from }) => isLetIn(from))).toEqual([true, true, false]);
});

it('a passkey that is replaced takes its clients along, and the new one brings them back', () => {
  const { comeAll, come, people, person, here, isLetIn } = start();
  comeAll();
  people.resetPasskey(person('Ada').id, ENGINE_ITSELF);
  expect([here(), here(OTHER_TORRENT)]).toEqual([[BEN.from], [BEN.from]]);
  expect([ADA, BEN].map(({ from }) => isLetIn(from))).toEqual([false, true]);
  come(ADA, person('Ada').passkey);
  people.resetPasskey(person('Ben').id, ENGINE_ITSELF);
  expect(here()).toEqual([ADA.from]);
  expect([ADA, BEN].map(({ from }) => isLetIn(from))).toEqual([true, false]);
});

it('whoever is switched off or removed is gone at once, and nobody else', async () => {
  const { comeAll, people, person, here, isLetIn } = start();
  comeAll();
  await people.change(person('Ada').id, { isDisabled: true }, ENGINE_ITSELF);
  expect(here()).toEqual([BEN.from]);
  people.remove(person('Ben').id, ENGINE_ITSELF);
  expect([here(), here(OTHER_TORRENT)]).toEqual([[], []]);
  expect([ADA, BEN].map(({ from }) => isLetIn(from))).toEqual([false, false]);
});

it('whose time is over is gone within moments', async () => {
  const { clock, comeAll, people, person, here } = start();
  await people.change(person('Ada').id, { expiresAt: clock.now() + HOUR_MS / 12 }, ENGINE_ITSELF);
  comeAll();
  clock.advance(HOUR_MS / 12 - 1000);
  expect(here()).toEqual([ADA.from, BEN.from]);
  clock.advance(11_000);
  expect(here()).toEqual([BEN.from]);
});

it('whose time is over is gone also when somebody else whose time was over is removed meanwhile', async () => {
  const { clock, comeAll, people, person, here } = start();
  const times = { Ada: HOUR_MS, Ben: HOUR_MS / 2 };
  for (const [name, ms] of Object.entries(times)) {
    await people.change(person(name).id, { expiresAt: clock.now() + ms }, ENGINE_ITSELF);
  }
  clock.advance(HOUR_MS / 2 + 60_000);
  people.remove(person('Ben').id, ENGINE_ITSELF);
  clock.advance(HOUR_MS / 2 - 120_000);
  comeAll(['Ada']);
  expect(here()).toEqual([ADA.from]);
  clock.advance(70_000);
  expect(here()).toEqual([]);
});

it('a torrent that comes into a group is gone for the others, and only that one', () => {
  const { comeAll, people, person, here, isLetIn } = start();
  comeAll();
  const draft = { id: undefined, name: 'Friends', people: [person('Ben').id], infoHashes: [TORRENT] };
  const { id } = people.saveGroup(draft, ENGINE_ITSELF);
  expect([here(), here(OTHER_TORRENT)]).toEqual([[BEN.from], [ADA.from, BEN.from]]);
  expect([ADA, BEN].map(({ from }) => isLetIn(from))).toEqual([false, true]);
  people.saveGroup({ id, name: 'Friends', people: [] }, ENGINE_ITSELF);
  expect(here()).toEqual([]);
});

it('who was stored is still there after a restart, until their passkey is replaced', () => {
  const { comeAll, restart } = start();
  comeAll();
  const { here, resetPasskey } = restart();
  expect(here()).toEqual([ADA.from, BEN.from]);
  resetPasskey('Ben');
  expect(here()).toEqual([ADA.from]);
});

it('who announced with a passkey before the tracker turned private is still there after a restart', () => {
  const { comeAll, come, turnPrivate, restart } = start({ isPrivate: false });
  comeAll();
  come(NOBODY);
  turnPrivate();
  expect(restart().here()).toEqual([ADA.from, BEN.from]);
});

it('nothing counts of what is announced before the tracker turns private, and from then on all does', () => {
  const { come, turnPrivate, person, clock } = start({ isPrivate: false });
  const { passkey } = person('Ada');
  const report = (downloadedBytes: number, uploadedBytes: number): void => {
    clock.advance(60_000);
    come({ ...ADA, downloadedBytes, uploadedBytes, leftBytes: 0 }, passkey);
  };
  report(100, 50);
  report(900, 70);
  expect(person('Ada').ledger).toMatchObject({ downloaded: 0n, uploaded: 0n, seededMs: 0, activeSeeds: 1 });
  turnPrivate();
  report(1000, 100);
  expect(person('Ada').ledger).toMatchObject({ downloaded: 100n, uploaded: 30n, seededMs: 60_000, activeSeeds: 1 });
});

it('an open tracker notes nothing of torrents that are neither shared nor listed, nor of more clients than a passkey is good for', () => {
  const { come, person } = start({ isPrivate: false });
  const { passkey, ledger } = person('Ada');
  come(ADA, passkey, UNLISTED);
  for (let key = 0; key <= MAX_PEERS_PER_TORRENT; key++) {
    come({ from: ADA.from, port: 1 + key, key, peerId: peerIdOf(`client ${key}`) }, passkey);
  }
  expect([...ledger.torrents.keys()]).toEqual([TORRENT]);
  expect(ledger.torrents.get(TORRENT)?.peers.size).toBe(MAX_PEERS_PER_TORRENT);
});

it('of two people at one address, one who is cut off is named no more', () => {
  const { come, people, person, here, isLetIn } = start();
  come({ ...ADA, port: 1001 }, person('Ada').passkey);
  come({ ...BEN, from: ADA.from, port: 1002 }, person('Ben').passkey);
  people.remove(person('Ada').id, ENGINE_ITSELF);
  expect(here()).toEqual([ADA.from]);
  // Who connects from there cannot be told from Ben.
  expect(isLetIn(ADA.from)).toBe(true);
});
