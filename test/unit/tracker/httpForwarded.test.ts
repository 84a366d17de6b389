import { expect, it } from 'vitest';
import type { IpAddress } from '../../../electron/engine/codec/ipAddress.ts';
import { forwardedFor } from '../../../electron/engine/tracker/httpForwarded.ts';

const PROXIES = ['10.0.0.1', '10.0.0.2', 'fd00::1'];
const isProxy = ({ text }: IpAddress): boolean => PROXIES.includes(text);

it.each([
  { name: 'nothing', headers: '', client: undefined },
  { name: 'one address', headers: 'X-Forwarded-For: 192.168.1.7', client: '192.168.1.7' },
  {
    name: 'what the client made up before it',
    headers: 'X-Forwarded-For: 1.1.1.1, 192.168.1.7',
    client: '192.168.1.7',
  },
  { name: 'a chain of proxies', headers: 'X-Forwarded-For: 192.168.1.7, 10.0.0.2,10.0.0.1', client: '192.168.1.7' },
  { name: 'proxies alone', headers: 'X-Forwarded-For: 10.0.0.2', client: undefined },
  {
    name: 'a header that comes twice',
    headers: 'X-Forwarded-For: 1.1.1.1\r\nx-forwarded-for: 192.168.1.7',
    client: '192.168.1.7',
  },
  { name: 'a port', headers: 'X-Forwarded-For: 192.168.1.7:4711', client: '192.168.1.7' },
  { name: 'an IPv6 address', headers: 'X-Forwarded-For: fd00::7', client: 'fd00::7' },
  { name: 'an IPv6 address with a port', headers: 'X-Forwarded-For: [fd00::7]:4711', client: 'fd00::7' },
  { name: 'an IPv4 address in its IPv6 form', headers: 'X-Forwarded-For: ::ffff:192.168.1.7', client: '192.168.1.7' },
  { name: 'the other header', headers: 'X-Real-IP: 192.168.1.7', client: '192.168.1.7' },
  { name: 'both', headers: 'X-Real-IP: 1.1.1.1\r\nX-Forwarded-For: 192.168.1.7', client: '192.168.1.7' },
  { name: 'what is no address', headers: 'X-Forwarded-For: 1.1.1.1, unknown', client: undefined },
  { name: 'an address that nobody has', headers: 'X-Real-IP: 0.0.0.0', client: undefined },
  { name: 'another header of that ending', headers: 'Not-X-Real-IP: 192.168.1.7', client: undefined },
])('a proxy that tells $name', ({ headers, client }) => {
  expect(forwardedFor(`\nHost: tracker\r\n${headers}\r\n\r\n`, isProxy)?.text).toBe(client);
});
