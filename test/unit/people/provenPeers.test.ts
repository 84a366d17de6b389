import { expect, it } from 'vitest';
import { createProvenPeers } from '../../../electron/engine/people/provenPeers.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { ip } from '../../support/trackerFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const corn = fakeInfoHash('corn');
const rye = fakeInfoHash('rye');

it('knows who announced which torrent, however a socket writes the address', () => {
  const proven = createProvenPeers(createVirtualClock(), () => 660);
  proven.seen(corn, ip('10.0.0.5'));
  proven.seen(corn, ip('fe80::1'));
  expect(['10.0.0.5', '::ffff:10.0.0.5', 'fe80::1%eth0'].map((each) => proven.has(corn, each))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['10.0.0.6', 'fe80::2', '', 'nonsense'].map((each) => proven.has(corn, each))).toEqual(Array(4).fill(false));
  expect(proven.has(rye, '10.0.0.5')).toBe(false);
  proven.stop();
});

it('forgets who fell silent, and keeps who announces on', () => {
  const clock = createVirtualClock();
  const proven = createProvenPeers(clock, () => 660);
  proven.seen(corn, ip('10.0.0.5'));
  proven.seen(corn, ip('10.0.0.6'));
  clock.advance(400_000);
  proven.seen(corn, ip('10.0.0.5'));
  clock.advance(261_000);
  expect(['10.0.0.5', '10.0.0.6'].map((each) => proven.has(corn, each))).toEqual([true, false]);
  clock.advance(400_000);
  expect(proven.has(corn, '10.0.0.5')).toBe(false);
  proven.stop();
  expect(clock.pendingTasks).toBe(0);
});
