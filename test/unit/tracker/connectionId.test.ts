import { describe, expect, it } from 'vitest';
import { type ConnectionIds, createConnectionIds } from '../../../electron/engine/tracker/connectionId.ts';
import { epochMs } from '../../../shared/units.ts';
import { ip } from '../../support/trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const WINDOW_MS = 120_000;

function create(secret = 1): { readonly ids: ConnectionIds; readonly clock: VirtualClock } {
  const clock = createVirtualClock();
  return { clock, ids: createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length).fill(secret) }) };
}

describe('a connection id', () => {
  it('holds for its address for two to four minutes', () => {
    const { ids, clock } = create();
    const address = ip('192.168.1.2');
    const id = ids.issue(address);
    expect(ids.verify(id, address)).toBe(true);
    clock.advance(2 * WINDOW_MS - 1);
    expect(ids.verify(id, address)).toBe(true);
    clock.advance(1);
    expect(ids.verify(id, address)).toBe(false);
    expect(ids.verify(ids.issue(address), address)).toBe(true);
  });

  it('issued at the end of a window still holds for two minutes', () => {
    const { ids, clock } = create();
    clock.advance(WINDOW_MS - 1);
    const id = ids.issue(ip('::1'));
    clock.advance(WINDOW_MS);
    expect(ids.verify(id, ip('::1'))).toBe(true);
    clock.advance(1);
    expect(ids.verify(id, ip('::1'))).toBe(false);
  });

  it('does not come back after 256 windows', () => {
    const { ids, clock } = create();
    const id = ids.issue(ip('10.0.0.1'));
    clock.advance(256 * WINDOW_MS);
    expect(ids.verify(id, ip('10.0.0.1'))).toBe(false);
  });

  it('is worth nothing from another address, to another tracker, or changed in any bit', () => {
    const { ids } = create();
    const address = ip('192.168.1.2');
    const id = ids.issue(address);
    expect(ids.verify(id, ip('192.168.1.3'))).toBe(false);
    expect(ids.verify(id, ip('::c0a8:102'))).toBe(false);
    expect(create(2).ids.verify(id, address)).toBe(false);
    for (let bit = 0n; bit < 64n; bit++) expect(ids.verify(id ^ (1n << bit), address)).toBe(false);
  });

  it('is not the protocol id that careless trackers hand to everybody', () => {
    const { ids } = create();
    expect(ids.verify(0x41727101980n, ip('10.0.0.1'))).toBe(false);
    expect(ids.issue(ip('10.0.0.1'))).not.toBe(ids.issue(ip('10.0.0.2')));
  });

  it('holds for more addresses than are remembered', () => {
    const { ids } = create();
    const first = ids.issue(ip('10.0.0.0'));
    for (let i = 1; i < 20_000; i++) ids.issue(ip(`10.1.${i >> 8}.${i & 255}`));
    expect(ids.verify(first, ip('10.0.0.0'))).toBe(true);
  });
});

describe('time', () => {
  it('of the wall may jump by days in either direction: ids hold all the same', () => {
    let wallMs = 1_700_000_000_000;
    const clock = { ...createVirtualClock(), now: () => epochMs(wallMs) };
    const ids = createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length) });
    const id = ids.issue(ip('10.0.0.1'));
    for (const jumpMs of [72 * 3_600_000, -144 * 3_600_000]) {
      wallMs += jumpMs;
      expect(ids.verify(id, ip('10.0.0.1'))).toBe(true);
    }
  });

  it('that ran backwards after all makes old ids void, and new ones hold', () => {
    let nowMs = 100 * WINDOW_MS;
    const virtual = createVirtualClock();
    const clock = { ...virtual, monotonicMs: () => nowMs };
    const ids = createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length) });
    const id = ids.issue(ip('10.0.0.1'));
    nowMs -= 50 * WINDOW_MS;
    virtual.advance(1000);
    expect(ids.verify(id, ip('10.0.0.1'))).toBe(false);
    expect(ids.verify(ids.issue(ip('10.0.0.1')), ip('10.0.0.1'))).toBe(true);
    nowMs += 50 * WINDOW_MS;
    virtual.advance(1000);
    expect(ids.verify(id, ip('10.0.0.1'))).toBe(true);
  });
});
