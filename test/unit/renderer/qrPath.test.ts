import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrShape } from '../../../renderer/views/share/qrPath.ts';
import { QUIET_ZONE } from '../../../shared/qrModules.ts';

/** The modules that a path of rectangles covers. */
function modulesOf(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let i = 0; i < Number(width); i++) {
      const row = modules[Number(y)];
      if (row !== undefined) row[Number(x) + i] = true;
    }
  }
  return modules;
}

describe('a QR code as a path', () => {
  const text = 'http://192.168.7.20:6969/s/4de351544dfcc7b0a1eb2a7f26da8dc474b68905';

  it('covers the dark modules and nothing else', () => {
    const shape = qrShape(text);
    const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
    expect(shape?.size).toBe(size);
    expect(modulesOf(shape?.path ?? '', size)).toEqual(data);
  });

  it('keeps the quiet zone free', () => {
    const { size, path } = qrShape(text) ?? { size: 0, path: '' };
    const modules = modulesOf(path, size);
    expect(modules.slice(0, QUIET_ZONE).flat()).not.toContain(true);
    expect(modules.map((row) => row.slice(-QUIET_ZONE)).flat()).not.toContain(true);
  });

  it('says so when the text is too long', () => {
    expect(qrShape('x'.repeat(4000))).toBeUndefined();
  });
});
