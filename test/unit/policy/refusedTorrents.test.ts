import { describe, expect, it } from 'vitest';
import { createRefusedTorrents, MAX_REFUSED } from '../../../electron/engine/policy/refusedTorrents.ts';
import { NOT_LOCAL, NOT_SHARED } from '../../../electron/engine/tracker/announcePolicy.ts';
import { numberedHash } from '../../support/policyFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

function start() {
  const clock = createVirtualClock();
  const refused = createRefusedTorrents({ clock });
  const refuse = (number: number, text: string) => refused.refused(NOT_SHARED, numberedHash(number), { text });
  return { clock, refused, refuse };
}

describe('what was turned away', () => {
  it('is counted by torrent, with who asked and when', () => {
    const { clock, refused, refuse } = start();
    refuse(1, '10.0.0.1');
    clock.advance(5000);
    refuse(1, '10.0.0.2');
    refused.refused(NOT_LOCAL, numberedHash(1), { text: '8.8.8.8' });
    const [entry, ...others] = refused.entries();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ key: numberedHash(1), count: 3, lastAddress: '8.8.8.8', refusal: NOT_LOCAL });
    expect(entry?.addresses.size).toBe(3);
    expect((entry?.lastAt ?? 0) - (entry?.firstAt ?? 0)).toBe(5000);
  });

  it('by one address that tries whatever there is, takes a few rows and pushes nobody out', () => {
    const { refused, refuse } = start();
    refuse(0, '10.0.0.1');
    for (let i = 1; i <= 100_000; i++) refuse(i, '10.0.0.66');
    const entries = refused.entries();
    expect(entries.length).toBe(52);
    expect(entries[0]?.firstAddress).toBe('10.0.0.1');
    expect(entries.at(-1)).toMatchObject({ infoHash: undefined, key: '10.0.0.66 more', count: 100_000 - 50 });
  });

  it('is bounded, and remembers a bounded number of addresses of each', () => {
    const { refused, refuse } = start();
    for (let i = 0; i < 3 * MAX_REFUSED; i++) refuse(i, `10.${i >> 8}.${i & 255}.1`);
    expect(refused.entries().length).toBe(MAX_REFUSED);
    expect(refused.entries()[0]?.infoHash).toBe(numberedHash(2 * MAX_REFUSED));
    for (let i = 0; i < 300; i++) refuse(2 * MAX_REFUSED, `10.9.${i}`);
    expect(refused.entries()[0]?.addresses.size).toBe(64);
  });

  it('leaves when it is served, and its address may ask for something else', () => {
    const { refused, refuse } = start();
    for (let i = 0; i < 50; i++) refuse(i, '10.0.0.1');
    refused.forget([numberedHash(3), numberedHash(99)]);
    refuse(60, '10.0.0.1');
    expect(refused.entries().map(({ infoHash }) => infoHash)).toContain(numberedHash(60));
  });
});
