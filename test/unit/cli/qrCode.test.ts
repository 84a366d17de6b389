import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrCodeLines, shortMagnet } from '../../../electron/cli/view/qrCode.ts';
import { fakeShare } from '../../support/fakeShare.ts';

const magnet = fakeShare().magnet;
const wide = { columns: 200, rows: 100, hasColour: false };

/** Reads half blocks back into modules, true for dark. */
function modulesOf(lines: readonly string[]): boolean[][] {
  return lines.flatMap((line) => [
    [...line].map((cell) => cell === ' ' || cell === '▄'),
    [...line].map((cell) => cell === ' ' || cell === '▀'),
  ]);
}

describe('a QR code', () => {
  it('has the modules that the encoder gave, within a light margin', () => {
    const { data, size } = encode(magnet, { ecc: 'L', boostEcc: false, border: 2 });
    const modules = modulesOf(qrCodeLines([magnet], wide) ?? []);
    expect(modules.slice(0, size)).toEqual(data);
    expect(modules[0]?.includes(true)).toBe(false);
  });

  it('brings its own black and white where there are colours', () => {
    const [line = ''] = qrCodeLines([magnet], { ...wide, hasColour: true }) ?? [];
    expect(line).toMatch(/^\u001b\[97;40m█+\u001b\[0m$/);
  });

  it('falls back to a shorter text, and to nothing', () => {
    const short = shortMagnet(magnet);
    const size = qrCodeLines([short], wide)?.length ?? 0;
    const small = { columns: 2 * size, rows: size, hasColour: false };
    expect(qrCodeLines([magnet.repeat(3), short], small)).toEqual(qrCodeLines([short], wide));
    expect(qrCodeLines([magnet, short], { ...small, rows: size - 1 })).toBeUndefined();
    expect(qrCodeLines([magnet, short], { ...small, columns: 2 * size - 2 })).toBeUndefined();
    expect(qrCodeLines(['x'.repeat(3000)], { columns: 9999, rows: 9999, hasColour: false })).toBeUndefined();
  });
});

describe('a short magnet link', () => {
  it('keeps the info-hash and the first tracker', () => {
    expect(shortMagnet('magnet:?xt=urn:btih:ab&dn=name&tr=one&tr=two')).toBe('magnet:?xt=urn:btih:ab&tr=one');
    expect(shortMagnet('magnet:?xt=urn:btih:ab&dn=name')).toBe('magnet:?xt=urn:btih:ab');
  });
});
