import { describe, expect, it } from 'vitest';
import { createLoginDelay, type LoginDelay } from '../../../electron/engine/portal/loginDelay.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const HOUR_MS = 3_600_000;

function setUp(): { readonly clock: VirtualClock; readonly delay: LoginDelay } {
  const clock = createVirtualClock();
  return { clock, delay: createLoginDelay(clock) };
}

/** How long each of so many wrong tries had to wait, when every wait is kept to. */
function waits({ clock, delay }: ReturnType<typeof setUp>, address: string, tries: number): number[] {
  return Array.from({ length: tries }, () => {
    const wait = delay.begin(address);
    if (wait > 0) {
      clock.advance(wait * 1000);
      expect(delay.begin(address)).toBe(0);
    }
    return wait;
  });
}

describe('one address', () => {
  it('may mistype three times, then waits twice as long each time, up to a quarter of an hour', () => {
    expect(waits(setUp(), '127.0.0.1', 15)).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('gains nothing by asking again while it waits', () => {
    const { clock, delay } = setUp();
    for (let i = 0; i < 6; i++) {
      delay.begin('192.168.1.7');
      clock.advance(HOUR_MS / 100);
    }
    expect(delay.begin('192.168.1.7')).toBe(0);
    expect(Array.from({ length: 100 }, () => delay.begin('192.168.1.7')).every((wait) => wait === 16)).toBe(true);
    clock.advance(15_001);
    expect(delay.begin('192.168.1.7')).toBe(1);
    clock.advance(1000);
    expect(delay.begin('192.168.1.7')).toBe(0);
  });

  it('counts tries that run at the same time one by one', () => {
    const { delay } = setUp();
    const begun = Array.from({ length: 64 }, () => delay.begin('192.168.1.7')).filter((wait) => wait === 0);
    expect(begun).toHaveLength(3);
  });

  it('starts anew after the right password, and after an hour of quiet', () => {
    const set = setUp();
    waits(set, '127.0.0.1', 6);
    set.clock.advance(60_000);
    expect(set.delay.begin('127.0.0.1')).toBe(0);
    set.delay.succeeded('127.0.0.1');
    expect(waits(set, '127.0.0.1', 4)).toEqual([0, 0, 0, 1]);
    set.clock.advance(HOUR_MS);
    expect(waits(set, '127.0.0.1', 4)).toEqual([0, 0, 0, 1]);
  });

  it('is the same with every IPv6 address of its network, and as IPv4 in IPv6', () => {
    const { delay } = setUp();
    for (let i = 1; i <= 3; i++) delay.begin(`fd00::${i}`);
    expect(delay.begin('fd00::4')).toBe(1);
    expect(delay.begin('fd00:0:0:1::4')).toBe(0);
    for (let i = 1; i <= 3; i++) delay.begin('192.168.1.7');
    expect(delay.begin('::ffff:192.168.1.7')).toBe(1);
  });
});

describe('many addresses', () => {
  const address = (number: number): string => `10.0.${number >> 8}.${number & 255}`;

  it('wait together once twenty tries went wrong, up to half a minute', () => {
    const { clock, delay } = setUp();
    for (let i = 0; i < 20; i++) expect(delay.begin(address(i))).toBe(0);
    const seen = Array.from({ length: 8 }, (_, i) => {
      const wait = delay.begin(address(100 + i));
      clock.advance(wait * 1000);
      expect(delay.begin(address(100 + i))).toBe(0);
      return wait;
    });
    expect(seen).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('never keep this computer itself out', () => {
    const { delay } = setUp();
    for (let i = 0; i < 50; i++) delay.begin(address(i));
    expect(delay.begin(address(60))).toBeGreaterThan(0);
    expect(delay.begin('127.0.0.1')).toBe(0);
    expect(delay.begin('::1')).toBe(0);
  });

  it('do not fill the memory', () => {
    const { delay } = setUp();
    for (let i = 0; i < 3; i++) delay.begin('127.0.0.1');
    expect(delay.begin('127.0.0.1')).toBe(1);
    // The whole 127.0.0.0/8 is this computer, which the wait of all never holds for.
    for (let i = 0; i < 1024; i++) delay.begin(`127.1.${i >> 8}.${i & 255}`);
    expect(delay.begin('127.0.0.1')).toBe(0);
  });
});
