import { expect, test } from 'vitest';
import { servedAddresses } from '../../../renderer/frame/addresses.ts';
import { classifyDrop } from '../../../renderer/frame/dropped.ts';
import { chooseLanguage } from '../../../renderer/i18n.ts';
import { parseRoute, routeHash } from '../../../renderer/routes.ts';
import type { StatusRow } from '../../../shared/rows.ts';

const HASH = '0123456789abcdef0123456789abcdef01234567';

const routes = [
  { hash: '#/shares', route: { view: 'shares' } },
  { hash: `#/shares/${HASH}/files`, route: { view: 'share', infoHash: HASH, tab: 'files' } },
  { hash: '#/tracker', route: { view: 'tracker' } },
  { hash: '#/tracker/list', route: { view: 'tracker', tab: 'list' } },
  { hash: '#/tracker/refused', route: { view: 'tracker', tab: 'refused' } },
  { hash: `#/tracker/${HASH}`, route: { view: 'swarm', infoHash: HASH } },
  { hash: '#/people', route: { view: 'people' } },
  { hash: '#/people/invitations', route: { view: 'people', tab: 'invitations' } },
  { hash: '#/people/groups', route: { view: 'people', tab: 'groups' } },
  { hash: '#/people/17', route: { view: 'person', person: '17' } },
  { hash: '#/activity', route: { view: 'activity' } },
  { hash: '#/settings', route: { view: 'settings' } },
  { hash: '#/settings/Peer%20port%2F', route: { view: 'settings', search: 'Peer port/' } },
] as const;

test.each(routes)('$hash is an address', ({ hash, route }) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(routeHash(route)).toBe(hash);
});

test.each(['', '#', '#/', '#/nothing', '#/shares/xyz', '#/shares/../../etc', '#token=abc'])('%j leads home', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'shares' });
});

test.each(['#/people/people', '#/people/nobody', '#/people/-1', '#/people/1234567890123456'])(
  '%s leads to people',
  (hash) => {
    expect(routeHash(parseRoute(hash))).toBe('#/people');
  },
);

test('an unknown tab leads to the peers', () => {
  expect(parseRoute(`#/shares/${HASH}/nothing`)).toEqual({ view: 'share', infoHash: HASH, tab: 'peers' });
});

test('an unknown part of the tracker leads to its swarms', () => {
  expect(parseRoute('#/tracker/nothing')).toEqual({ view: 'tracker' });
});

const drops = [
  { name: 'files', things: { fileNames: ['a', 'b'], paths: ['/a', '/b'], text: '' }, kind: 'share' },
  { name: 'files in a browser', things: { fileNames: ['a'], paths: [''], text: '' }, kind: 'unknown-paths' },
  { name: 'a .torrent file', things: { fileNames: ['a.Torrent'], paths: ['/a.Torrent'], text: '' }, kind: 'download' },
  {
    name: 'a .torrent among others',
    things: { fileNames: ['a.torrent', 'b'], paths: ['/a', '/b'], text: '' },
    kind: 'share',
  },
  { name: 'a magnet link', things: { fileNames: [], paths: [], text: ' magnet:?xt=urn:btih:x' }, kind: 'download' },
  { name: 'some text', things: { fileNames: [], paths: [], text: 'hello' }, kind: 'nothing' },
] as const;

test.each(drops)('a drop of $name', ({ things, kind }) => {
  expect(classifyDrop(things).kind).toBe(kind);
});

test('addresses are ones to open, IPv4 first', () => {
  const status = { addresses: ['fd00::7', '192.168.7.20'], trackerPort: 6969 } as unknown as StatusRow;
  expect(servedAddresses(status)).toEqual([
    { label: '192.168.7.20:6969', url: 'http://192.168.7.20:6969/' },
    { label: '[fd00::7]:6969', url: 'http://[fd00::7]:6969/' },
  ]);
});

test.each([
  { wanted: ['de-AT', 'en'], language: 'de' },
  { wanted: ['fr', 'de'], language: 'de' },
  { wanted: ['EN-us'], language: 'en' },
  { wanted: ['fr'], language: 'en' },
  { wanted: [], language: 'en' },
])('who reads $wanted gets $language', ({ wanted, language }) => {
  expect(chooseLanguage(wanted)).toBe(language);
});
