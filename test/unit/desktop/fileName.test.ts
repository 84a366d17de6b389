import { describe, expect, test } from 'vitest';
import { plainFileName } from '../../../electron/desktop/fileName.ts';

describe('a suggested file name', () => {
  test.each([
    ['film.torrent', 'film.torrent'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\x.torrent', 'x.torrent'],
    ['..', 'file'],
    ['', 'file'],
    ['a:b*c?.torrent', 'a_b_c_.torrent'],
    ['gpj.\u202eexe', 'gpj.‹U+202E›exe'],
  ])('%j becomes %j', (suggested, name) => {
    expect(plainFileName(suggested)).toBe(name);
  });
});
