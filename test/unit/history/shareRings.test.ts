import { expect, it } from 'vitest';
import { NO_AMOUNTS } from '../../../electron/engine/history/secondsRing.ts';
import { createShareRings } from '../../../electron/engine/history/shareRings.ts';
import { shareNumber } from '../../support/historyFixture.ts';

const AMOUNTS = { ...NO_AMOUNTS, coveredMs: 1000, uploadBytes: 7 };

function spanAt(second: number) {
  return { fromMs: second * 1000, untilMs: (second + 1) * 1000 };
}

it('keeps the seconds of as many shares as there is room for, of those that are looked at first', () => {
  const rings = createShareRings(2);
  for (const share of [0, 1, 2]) rings.add(shareNumber(share), spanAt(0), AMOUNTS);
  expect(rings.look(shareNumber(0))?.at(0).uploadBytes).toBe(7);
  expect(rings.look(shareNumber(2))).toBeUndefined();
  for (const share of [0, 1, 2]) rings.add(shareNumber(share), spanAt(1), AMOUNTS);
  expect(rings.look(shareNumber(2))?.at(1).uploadBytes).toBe(7);
  expect(rings.look(shareNumber(0))?.at(1).uploadBytes).toBe(7);
  expect(rings.look(shareNumber(1))).toBeUndefined();
});

it('gives the place of a share that was quiet for ten minutes to another', () => {
  const rings = createShareRings(1);
  rings.add(shareNumber(0), spanAt(0), AMOUNTS);
  rings.add(shareNumber(1), spanAt(500), AMOUNTS);
  expect(rings.look(shareNumber(1))).toBeUndefined();
  rings.add(shareNumber(2), spanAt(601), AMOUNTS);
  expect(rings.look(shareNumber(2))?.newest).toBe(601);
  rings.forget(shareNumber(2));
  expect(rings.look(shareNumber(2))).toBeUndefined();
});
