import { describe, expect, test } from 'vitest';
import { plainFileName } from '../../../electron/desktop/fileName.ts';
import { autostartEntry } from '../../../electron/desktop/startWithComputer.ts';

describe('the entry that starts Granary at login', () => {
  test.each([
    { command: ['/opt/Granary/granary', '--hidden'], exec: '"/opt/Granary/granary" "--hidden"' },
    { command: ['/home/a da/100%/granary'], exec: '"/home/a da/100%%/granary"' },
    { command: ['/x"$`\\y'], exec: '"/x\\\\"\\\\$\\\\`\\\\\\\\y"' },
  ])('quotes $command', ({ command, exec }) => {
    expect(autostartEntry(command).split('\n')).toContain(`Exec=${exec}`);
  });
});

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
