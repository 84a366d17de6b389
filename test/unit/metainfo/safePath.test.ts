import { describe, expect, it } from 'vitest';
import { findPathProblem, unsafeReason } from '../../../electron/engine/metainfo/safePath.ts';

describe('a name that is safe everywhere', () => {
  it.each([
    'a',
    'Film (2024) – 1.mkv',
    'été',
    '日本語',
    '🌾.txt',
    '.hidden',
    '..three dots',
    'console.log',
    'com10',
    'CONTRACT.pdf',
    'a..b',
    ' leading space',
    "it's [a] {test} & more; $5 ~ #1 = 100%",
    'a'.repeat(255),
    `${'é'.repeat(127)}a`,
  ])('%s', (name) => {
    expect(unsafeReason(name)).toBeUndefined();
  });
});

describe('a name that is not', () => {
  it.each([
    ['', 'is empty'],
    ['.', 'another folder'],
    ['..', 'another folder'],
    ['/etc/passwd', 'contains /'],
    ['a/b', 'contains /'],
    ['a\\b', 'contains \\'],
    ['C:', 'contains :'],
    ['file.txt:stream', 'contains :'],
    ['a<b', 'contains <'],
    ['a>b', 'contains >'],
    ['a"b', 'contains "'],
    ['a|b', 'contains |'],
    ['what?', 'contains ?'],
    ['*.txt', 'contains *'],
    ['a\0b', 'control character U+0000'],
    ['a\nb', 'control character U+000A'],
    ['a\u007fb', 'control character U+007F'],
    ['a\u0085b', 'control character U+0085'],
    ['trailing dot.', 'ends in a dot or a space'],
    ['trailing space ', 'ends in a dot or a space'],
    ['...', 'ends in a dot or a space'],
    ['CON', 'device on Windows'],
    ['con', 'device on Windows'],
    ['Nul.txt', 'device on Windows'],
    ['aux.tar.gz', 'device on Windows'],
    ['PRN .txt', 'device on Windows'],
    ['COM1', 'device on Windows'],
    ['com0.log', 'device on Windows'],
    ['LPT9.doc', 'device on Windows'],
    ['COM¹', 'device on Windows'],
    ['CONIN$', 'device on Windows'],
    ['\ud800', 'not valid Unicode'],
    ['latin\ufffd', 'not valid Unicode'],
    ['a'.repeat(256), '256 bytes long'],
    ['é'.repeat(128), '256 bytes long'],
  ])('%j %s', (name, reason) => {
    expect(unsafeReason(name)).toContain(reason);
  });
});

describe('the paths of a torrent', () => {
  const problemOf = (...paths: readonly string[]) =>
    findPathProblem(
      'root',
      paths.map((path) => ({ path: path.split('/') })),
    );

  it('are fine when they differ on every system', () => {
    expect(problemOf('a/b', 'a/c', 'ab', 'a-b', 'é', 'ß', 'ss', 'a/b.txt')).toBeUndefined();
  });

  it.each([
    { paths: ['a', 'a'], kind: 'clash', path: 'a', reason: 'is there twice' },
    { paths: ['Readme', 'README'], kind: 'clash', path: 'README', reason: 'and Readme are one name' },
    { paths: ['Docs/a', 'docs/b'], kind: 'clash', path: 'docs/b', reason: 'and Docs are one name' },
    { paths: ['e\u0301', '\u00e9'], kind: 'clash', path: '\u00e9', reason: 'are one name' },
    { paths: ['ΣΑΣ', 'σας'], kind: 'clash', path: 'σας', reason: 'are one name' },
    { paths: ['É', 'é'], kind: 'clash', path: 'é', reason: 'are one name' },
    { paths: ['a', 'a/b'], kind: 'clash', path: 'a/b', reason: 'both a file and a folder' },
    { paths: ['a/b/c', 'a/b'], kind: 'clash', path: 'a/b', reason: 'both a file and a folder' },
    { paths: ['a/../b'], kind: 'unsafe', path: 'a/../b', reason: '".." that is a way to another folder' },
    { paths: ['ok', '/etc/passwd'], kind: 'unsafe', path: '/etc/passwd', reason: '"" that is empty' },
    { paths: ['a/NUL/b'], kind: 'unsafe', path: 'a/NUL/b', reason: '"NUL" that is the name of a device' },
    { paths: [Array(17).fill('x'.repeat(255)).join('/')], kind: 'too-long', reason: '4356 bytes long' },
  ])('are refused: $reason', ({ paths, kind, path = paths[0], reason }) => {
    expect(problemOf(...paths)).toMatchObject({ kind, path, reason: expect.stringContaining(reason) });
  });

  it('are refused with an unsafe name of the torrent, and with a file that has none', () => {
    expect(findPathProblem('..', [{ path: ['a'] }])).toMatchObject({ kind: 'unsafe', path: '..' });
    expect(findPathProblem('root', [{ path: [] }])).toMatchObject({ kind: 'unsafe', path: 'root' });
  });

  it('may be the same for fillers, which are not kept', () => {
    const filler = { path: ['.pad', '100'], isPadding: true } as const;
    expect(findPathProblem('root', [filler, { path: ['a'] }, filler])).toBeUndefined();
  });
});
