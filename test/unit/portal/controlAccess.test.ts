import { describe, expect, it } from 'vitest';
import { refuseConnection } from '../../../electron/engine/portal/controlAccess.ts';
import { refuseForeignSite } from '../../../electron/engine/portal/ownSite.ts';

const site = { port: 6970, localAddress: '127.0.0.1', names: ['ada', 'ada.local'] };
const rules = { site, secret: 'barley-rye' };
const authorization = 'Bearer barley-rye';

describe('who may connect', () => {
  it.each([
    { host: '127.0.0.1:6970' },
    { host: 'localhost:6970' },
    { host: 'LOCALHOST:6970' },
    { host: '[::1]:6970' },
    { host: 'Ada.local:6970', origin: 'http://ada.local:6970' },
    { host: '127.0.0.1:6970', origin: 'http://127.0.0.1:6970' },
    { host: 'localhost:6970', origin: 'http://localhost:6970' },
  ])('lets in $host from $origin with the secret', (headers) => {
    expect(refuseConnection({ ...headers, authorization }, rules)).toBeUndefined();
  });

  it.each([
    { name: 'no host', headers: {}, status: 400 },
    { name: 'a rebound name', headers: { host: 'evil.example:6970' }, status: 403 },
    { name: 'a name that begins like ours', headers: { host: '127.0.0.1:6970.evil.example' }, status: 403 },
    { name: 'another port', headers: { host: '127.0.0.1:80' }, status: 403 },
    { name: 'no port', headers: { host: '127.0.0.1' }, status: 403 },
    { name: 'another site', headers: { host: '127.0.0.1:6970', origin: 'https://evil.example' }, status: 403 },
    { name: 'a page from a file', headers: { host: '127.0.0.1:6970', origin: 'null' }, status: 403 },
    {
      name: 'another program on loopback',
      headers: { host: '127.0.0.1:6970', origin: 'http://127.0.0.1:3000' },
      status: 403,
    },
    {
      name: 'our address by another of its names',
      headers: { host: '127.0.0.1:6970', origin: 'http://localhost:6970' },
      status: 403,
    },
    { name: 'an address that is not ours', headers: { host: '192.168.1.5:6970' }, status: 403 },
    { name: 'a name with a dot behind', headers: { host: 'localhost.:6970' }, status: 403 },
    { name: 'an address written short', headers: { host: '127.1:6970' }, status: 403 },
    {
      name: 'our address over https',
      headers: { host: '127.0.0.1:6970', origin: 'https://127.0.0.1:6970' },
      status: 403,
    },
  ])('refuses $name, secret or not', ({ headers, status }) => {
    expect(refuseForeignSite(headers, site)?.status).toBe(status);
    expect(refuseConnection({ ...headers, authorization }, rules)?.status).toBe(status);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer barley',
    'Bearer wrong',
    'Bearer Barley-rye',
    'Basic barley-rye',
    'barley-rye',
  ])('refuses %j as the secret', (given) => {
    const headers = given === undefined ? {} : { authorization: given };
    expect(refuseConnection({ host: '127.0.0.1:6970', ...headers }, rules)?.status).toBe(401);
  });
});

it('refuses the secret over the network: it would travel in the open', () => {
  const lan = { site: { ...site, localAddress: '192.168.1.5' }, secret: 'barley-rye' };
  expect(refuseConnection({ host: '192.168.1.5:6970', authorization }, lan)?.status).toBe(401);
});
