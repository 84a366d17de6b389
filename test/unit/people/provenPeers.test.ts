import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../../electron/engine/people/person.ts';
import { createProvenPeers, type ProvenPeers } from '../../../electron/engine/people/provenPeers.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { createPeopleFixture } from '../../support/peopleFixture.ts';
import { ip } from '../../support/trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const corn = fakeInfoHash('corn');
const rye = fakeInfoHash('rye');
const { person } = createPeopleFixture({ names: ['Ada', 'Ben'] });

let clock: VirtualClock;
let proven: ProvenPeers;
/** Who may have nothing any more. */
let unserved: Person | undefined;

beforeEach(() => {
  clock = createVirtualClock();
  unserved = undefined;
  proven = createProvenPeers({ clock, patienceSeconds: () => 660, serves: (each) => each !== unserved });
});

afterEach(() => proven.stop());

it('knows who announced which torrent, however a socket writes the address', () => {
  proven.seen(corn, ip('10.0.0.5'), person('Ada'));
  proven.seen(corn, ip('fe80::1'), person('Ada'));
  expect(['10.0.0.5', '::ffff:10.0.0.5', 'fe80::1%eth0'].map((each) => proven.has(corn, each))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['10.0.0.6', 'fe80::2', '', 'nonsense'].map((each) => proven.has(corn, each))).toEqual(Array(4).fill(false));
  expect(proven.has(rye, '10.0.0.5')).toBe(false);
});

it('forgets who fell silent, and keeps who announces on', () => {
  proven.seen(corn, ip('10.0.0.5'), person('Ada'));
  proven.seen(corn, ip('10.0.0.6'), person('Ada'));
  clock.advance(400_000);
  proven.seen(corn, ip('10.0.0.5'), person('Ada'));
  clock.advance(261_000);
  expect(['10.0.0.5', '10.0.0.6'].map((each) => proven.has(corn, each))).toEqual([true, false]);
  clock.advance(400_000);
  expect(proven.has(corn, '10.0.0.5')).toBe(false);
  proven.stop();
  expect(clock.pendingTasks).toBe(0);
});

it('believes one of two people at an address when the other fell silent, or may have it no more', () => {
  proven.seen(corn, ip('10.0.0.5'), person('Ada'));
  clock.advance(400_000);
  proven.seen(corn, ip('10.0.0.5'), person('Ben'));
  unserved = person('Ben');
  expect(proven.has(corn, '10.0.0.5')).toBe(true);
  clock.advance(261_000);
  expect(proven.has(corn, '10.0.0.5')).toBe(false);
  unserved = undefined;
  expect(proven.has(corn, '10.0.0.5')).toBe(true);
});

it('believes a passkey that was replaced no more, and the new one', () => {
  const ada = { ...person('Ada') };
  proven.seen(corn, ip('10.0.0.5'), ada);
  Object.assign(ada, { passkey: 'f'.repeat(32) });
  expect(proven.has(corn, '10.0.0.5')).toBe(false);
  proven.seen(corn, ip('10.0.0.5'), ada);
  expect(proven.has(corn, '10.0.0.5')).toBe(true);
});
