import { describe, expect, test } from 'vitest';
import { pathOfUrl } from '../../../electron/desktop/appProtocol.ts';
import { isExternalPage, isOwnPage } from '../../../electron/desktop/security.ts';

describe('addresses of the app', () => {
  test.each([
    ['app://granary/', 'index.html'],
    ['app://granary', 'index.html'],
    ['app://granary/index.html#/shares', 'index.html'],
    ['app://granary/index.html?x=1', 'index.html'],
    ['app://granary/assets/main-Dk3_a-9.js', 'assets/main-Dk3_a-9.js'],
    ['app://granary/a/../assets/x.css', 'assets/x.css'],
  ])('%s is %s', (url, path) => {
    expect(pathOfUrl(url)).toBe(path);
  });

  test.each([
    'app://other/index.html',
    'app://granary:80/index.html',
    'app://user@granary/index.html',
    'file:///etc/passwd',
    'https://granary/index.html',
    'app://granary/%2e%2e%2fmain.js',
    'app://granary/..%2fmain.js',
    'app://granary/..%5cmain.js',
    'app://granary/%2e%2e/%2e%2e%2fetc/passwd',
    'app://granary/.env',
    'app://granary/assets/.hidden.js',
    'app://granary//etc/passwd',
    'app://granary/C:/x.js',
    'app://granary/a%00.js',
    'app://granary/%zz',
    'app://granary/%252e%252e/x.js',
    'nonsense',
  ])('%s is refused', (url) => {
    expect(pathOfUrl(url)).toBeUndefined();
  });

  test.each([
    ['app://granary/', true],
    ['app://granary/index.html', true],
    ['app://granary/index.html#/tracker', true],
    ['app://granary/icon.svg', false],
    ['app://granary.example/index.html', false],
    ['https://granary/index.html', false],
    ['data:text/html,x', false],
    ['about:blank', false],
    ['', false],
  ])('%s is the page of the app: %s', (url, isOwn) => {
    expect(isOwnPage(url)).toBe(isOwn);
  });

  test.each([
    ['https://www.bittorrent.org/beps/bep_0003.html', true],
    ['http://www.bittorrent.org/beps/bep_0003.html', false],
    ['https://www.bittorrent.org/', false],
    ['https://www.bittorrent.org/beps/../x', false],
    ['https://www.bittorrent.org.example/beps/', false],
    ['https://user@www.bittorrent.org/beps/', false],
    ['https://www.bittorrent.org:8443/beps/', false],
    ['file:///etc/passwd', false],
    ['smb://server/share', false],
    ['javascript:alert(1)', false],
    [`https://www.bittorrent.org/beps/${'a'.repeat(3000)}`, false],
    ['', false],
  ])('%s is opened in the browser: %s', (url, isOpened) => {
    expect(isExternalPage(url)).toBe(isOpened);
  });
});
