import { describe, expect, test } from 'vitest';
import { givenArguments, parseArguments, parseLaunchOptions } from '../../../electron/desktop/arguments.ts';

const HASH = '0123456789abcdef0123456789abcdef01234567';
const MAGNET = `magnet:?xt=urn:btih:${HASH}&dn=film`;

const parse = (...given: string[]) =>
  parseArguments(given, { workingDirectory: '/home/ada', isOnDisk: (path) => !path.includes('missing') });

describe('arguments of the app', () => {
  test.each([
    { name: 'nothing', given: [], requests: [] },
    { name: 'a magnet link', given: [MAGNET], requests: [{ kind: 'open', target: MAGNET }] },
    {
      name: 'a scheme in capitals',
      given: [`MAGNET:?xt=urn:btih:${HASH}`],
      requests: [{ kind: 'open', target: `MAGNET:?xt=urn:btih:${HASH}` }],
    },
    {
      name: 'a v2 magnet link',
      given: ['magnet:?xt=urn:btmh:1220aa'],
      requests: [{ kind: 'open', target: 'magnet:?xt=urn:btmh:1220aa' }],
    },
    { name: 'a .torrent', given: ['/tmp/Film.TORRENT'], requests: [{ kind: 'open', target: '/tmp/Film.TORRENT' }] },
    {
      name: 'files and folders together',
      given: ['/a', 'b c'],
      requests: [{ kind: 'share', paths: ['/a', '/home/ada/b c'] }],
    },
    { name: 'the same thing once', given: ['/a', '/a/../a'], requests: [{ kind: 'share', paths: ['/a'] }] },
    { name: 'a file URL', given: ['file:///home/ada/b%20c'], requests: [{ kind: 'share', paths: ['/home/ada/b c'] }] },
    {
      name: 'a mixture',
      given: ['/a', MAGNET, '/b'],
      requests: [
        { kind: 'share', paths: ['/a', '/b'] },
        { kind: 'open', target: MAGNET },
      ],
    },
  ])('takes $name', ({ given, requests }) => {
    expect(parse(...given)).toEqual(requests);
  });

  test.each([
    ['an empty one', ''],
    ['a web address', 'https://example.org/film.torrent'],
    ['another scheme', 'javascript:alert(1)'],
    ['a scheme that looks like ours', 'magnets:?xt=urn:btih:00'],
    ['a magnet link without a hash', 'magnet:?dn=film'],
    ['a magnet link of another network', 'magnet:?xt=urn:ed2k:00'],
    ['a magnet link with a line break', `${MAGNET}\n--flag`],
    ['a magnet link without end', `${MAGNET}&dn=${'a'.repeat(9000)}`],
    ['what is not there', '/missing'],
    ['a path without end', `/${'a'.repeat(40_000)}`],
    ['a path with NUL', '/a\u0000b'],
    ['a file of another computer', 'file://server/share/file'],
    ['a network name', '\\\\server\\share'],
    ['a broken file URL', 'file:///%zz'],
  ])('ignores %s', (_name, given) => {
    expect(parse(given)).toEqual([]);
  });

  test('looks at no more than a thousand', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `/file ${index}`);
    expect(parse(...many)).toMatchObject([{ paths: { length: 1000 } }]);
  });
});

describe('the command line', () => {
  test('loses the program and its flags', () => {
    const argv = ['/opt/granary', '--no-sandbox', '/a', '--user-data-dir=/x', '-r', '/b'];
    expect(givenArguments(argv, { workingDirectory: '/', appFolder: undefined })).toEqual(['/a', '/b']);
  });

  test.each([
    { workingDirectory: '/src', app: '.' },
    { workingDirectory: '/', app: '/src' },
    { workingDirectory: '/src/build', app: '..' },
  ])('loses the folder of the app in development, once, given as $app', ({ workingDirectory, app }) => {
    const argv = ['electron', '--inspect=0', app, '/src'];
    expect(givenArguments(argv, { workingDirectory, appFolder: '/src' })).toEqual(['/src']);
  });

  test('has two flags of its own', () => {
    expect(parseLaunchOptions(['granary'])).toEqual({ hidden: false, smokeTest: false });
    expect(parseLaunchOptions(['granary', '--hidden', '--smoke-test'])).toEqual({ hidden: true, smokeTest: true });
  });
});
