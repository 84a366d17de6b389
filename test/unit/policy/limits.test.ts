import { describe, expect, it } from 'vitest';
import { createAnnounceRates, MAX_ANNOUNCES } from '../../../electron/engine/policy/announceRates.ts';
import { createNewcomerLimit } from '../../../electron/engine/policy/newcomerLimit.ts';
import { numberedHash } from '../../support/policyFixture.ts';
import { ip, peerIdOf } from '../../support/trackerFixture.ts';

describe('newcomers', () => {
  function start(atOnce: number) {
    let seconds = 0;
    const limit = createNewcomerLimit({ nowSeconds: () => seconds, atOnce, forgetSeconds: 100, hashSeed: 7 });
    const count = (text: string, times: number, group = 1): number => {
      const { bytes } = ip(text);
      return Array.from({ length: times }, () => limit.takes(bytes, group)).filter(Boolean).length;
    };
    return { limit, count, pass: (more: number) => void (seconds += more) };
  }

  it('may be many at once, and then as many as time goes by', () => {
    const { count, pass } = start(1000);
    expect(count('10.0.0.1', 5000)).toBe(1000);
    pass(10);
    expect(count('10.0.0.1', 5000)).toBe(100);
    pass(100_000);
    expect(count('10.0.0.1', 5000)).toBe(1000);
  });

  it('are counted for each address and group by themselves', () => {
    const { count } = start(300);
    expect(count('10.0.0.1', 1_000_000)).toBe(300);
    expect(count('10.0.0.2', 300)).toBe(300);
    expect(count('10.0.0.1', 300, 2)).toBe(300);
    expect(count('fd00::1', 301)).toBe(300);
  });

  it('of who is far over the limit are not forgotten because of many others', () => {
    const { limit, count } = start(100);
    expect(count('10.0.0.1', 200)).toBe(100);
    const others = Array.from({ length: 200_000 }, (_, i) => Uint8Array.of(11, i >> 16, (i >> 8) & 255, i & 255));
    expect(others.filter((bytes) => limit.takes(bytes, 1)).length).toBe(others.length);
    expect(count('10.0.0.1', 200)).toBe(0);
  });

  it('may be more or less from one moment to the next', () => {
    const { limit, count } = start(10);
    expect(count('10.0.0.1', 20)).toBe(10);
    limit.setAtOnce(15);
    expect(count('10.0.0.1', 20)).toBe(5);
    limit.setAtOnce(1);
    expect(count('10.0.0.1', 20)).toBe(0);
  });

  it('come again when time has gone backwards', () => {
    const { count, pass } = start(10);
    pass(1000);
    expect(count('10.0.0.1', 20)).toBe(10);
    pass(-500);
    expect(count('10.0.0.1', 20)).toBe(0);
    pass(600);
    expect(count('10.0.0.1', 20)).toBe(10);
  });
});

describe('announces', () => {
  const { bytes } = ip('10.0.0.1');
  const request = (port: number) => ({ infoHash: numberedHash(1), peerId: peerIdOf('bad'), port });

  it('are too often behind the limit of a minute, for that peer alone', () => {
    const rates = createAnnounceRates(5);
    const often = Array.from({ length: 1000 }, () => rates.isTooOften(request(1), bytes));
    expect(often.indexOf(true)).toBe(MAX_ANNOUNCES);
    expect(often.lastIndexOf(false)).toBe(MAX_ANNOUNCES - 1);
    expect(rates.isTooOften(request(2), bytes)).toBe(false);
    expect(rates.isTooOften(request(1), ip('10.0.0.2').bytes)).toBe(false);
    expect(rates.isTooOften({ ...request(1), peerId: peerIdOf('good') }, bytes)).toBe(false);
    expect(rates.isTooOften({ ...request(1), infoHash: numberedHash(2) }, bytes)).toBe(false);
    rates.forget();
    expect(rates.isTooOften(request(1), bytes)).toBe(false);
  });

  it('of a million peers that keep to their interval never are', () => {
    const rates = createAnnounceRates(5);
    const { infoHash, peerId } = request(1);
    let refused = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const address = Uint8Array.of(10, i >> 16, (i >> 8) & 255, i & 255);
      for (let times = 0; times < 2; times++)
        if (rates.isTooOften({ infoHash, peerId, port: 6881 }, address)) refused++;
    }
    expect(refused).toBe(0);
  });
});
