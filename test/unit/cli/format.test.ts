import { describe, expect, it } from 'vitest';
import { parseByteSize } from '../../../electron/engine/settings/byteSize.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatEndpoint,
  formatPercent,
  formatRate,
} from '../../../electron/cli/text/format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [16_384, '16 KiB'],
    [20_480_000, '19.5 MiB'],
    [134_217_728, '128 MiB'],
    [1_047_986_176, '999 MiB'],
    [1_048_051_712, '0.98 GiB'],
    [5 * 1024 ** 3, '5 GiB'],
    [Number.MAX_SAFE_INTEGER, '8 PiB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0 B/s'],
    [0.4, '0 B/s'],
    [1024, '1.00 KiB/s'],
    [11_744_051.2, '11.2 MiB/s'],
    [1_180_000_000, '1.10 GiB/s'],
  ])('%f is %s, of one width while it moves', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 s'],
    [3_000, '3 s'],
    [59_400, '59 s'],
    [59_600, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_900_000, '1 h 05 min'],
    [273_600_000, '3 d 4 h'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('the small ones', () => {
  it('rounds a part down, so that only all of it is 100%', () => {
    expect([0, 0.5, 0.9999, 1, 7].map(formatPercent)).toEqual(['0%', '50%', '99%', '100%', '100%']);
  });

  it('counts in words with groups of three digits', () => {
    expect(formatCount(1, 'file')).toBe('1 file');
    expect(formatCount(0, 'file')).toBe('0 files');
    expect(formatCount(1_234_567, 'entry', 'entries')).toBe('1,234,567 entries');
  });

  it('brackets an IPv6 address before its port', () => {
    expect(formatEndpoint('fd00::1', 6969)).toBe('[fd00::1]:6969');
    expect(formatEndpoint('10.0.0.1', 6969)).toBe('10.0.0.1:6969');
  });
});

describe('parseByteSize', () => {
  it.each([
    ['262144', 262_144],
    ['256KiB', 262_144],
    ['256 kib', 262_144],
    ['256k', 262_144],
    ['1MiB', 1_048_576],
    ['1.5 GiB', 1_610_612_736],
    ['12b', 12],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it.each([
    '',
    'MiB',
    '-1',
    '1e6',
    '256kB',
    '1MB',
    '0.3',
    '1..5k',
    '99999999999GiB',
    '1 M iB',
    'constructor',
    '5constructor',
  ])('refuses %s', (text) => {
    expect(parseByteSize(text)).toBeUndefined();
  });
});
