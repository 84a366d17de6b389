import { describe, expect, it } from 'vitest';
import { type RequestHead, readRequestHead } from '../../../electron/engine/codec/httpTrackerHead.ts';

const HOST = 'Host: x\r\n';

const requests: {
  readonly name: string;
  readonly text: string;
  readonly head: Omit<RequestHead, 'headBytes' | 'passkey' | 'headers'>;
  readonly passkey?: string;
}[] = [
  {
    name: 'an announce over HTTP/1.1, which stays open',
    text: `GET /announce?a=%ff&b HTTP/1.1\r\n${HOST}\r\n`,
    head: { method: 'GET', path: 'announce', query: 'a=%ff&b', hasBody: false, keepAlive: true },
  },
  {
    name: 'an announce that closes',
    text: `GET /announce?a HTTP/1.1\r\n${HOST}CONNECTION: Close\r\n\r\n`,
    head: { method: 'GET', path: 'announce', query: 'a', hasBody: false, keepAlive: false },
  },
  {
    name: 'HTTP/1.0, which closes',
    text: `GET /scrape?a HTTP/1.0\r\n\r\n`,
    head: { method: 'GET', path: 'scrape', query: 'a', hasBody: false, keepAlive: false },
  },
  {
    name: 'HTTP/1.0 that asks to stay open',
    text: `GET /scrape?a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n`,
    head: { method: 'GET', path: 'scrape', query: 'a', hasBody: false, keepAlive: true },
  },
  {
    name: 'no query, and lines that end with LF alone',
    text: 'GET /scrape HTTP/1.1\nHost: x\n\n',
    head: { method: 'GET', path: 'scrape', query: '', hasBody: false, keepAlive: true },
  },
  {
    name: 'a query with raw bytes and spaces',
    text: `GET /announce?info_hash=\xff\x80 \0 HTTP/1.1\r\n\r\n`,
    head: { method: 'GET', path: 'announce', query: 'info_hash=\xff\x80 \0', hasBody: false, keepAlive: true },
  },
  {
    name: 'another method',
    text: `HEAD /announce?a HTTP/1.1\r\n\r\n`,
    head: { method: 'HEAD', path: 'announce', query: 'a', hasBody: false, keepAlive: true },
  },
  {
    name: 'a body, behind which nothing can be read',
    text: `GET /announce?a HTTP/1.1\r\nContent-Length: 5\r\n\r\n`,
    head: { method: 'GET', path: 'announce', query: 'a', hasBody: true, keepAlive: false },
  },
  {
    name: 'a body of no bytes',
    text: `GET /announce?a HTTP/1.1\r\nContent-Length: 0\r\n\r\n`,
    head: { method: 'GET', path: 'announce', query: 'a', hasBody: false, keepAlive: true },
  },
];

for (const origin of ['http://tracker.example:6969', 'https://[fd77::1]:6971', 'http://10.77.0.1']) {
  const head = { method: 'GET', path: 'announce', query: 'a', hasBody: false, keepAlive: true } as const;
  requests.push({ name: `a whole URL at ${origin}`, text: `GET ${origin}/announce?a HTTP/1.1\r\n\r\n`, head });
}

const KEY = 'f00dfeed'.repeat(4);

for (const path of [`/${KEY}/announce?a`, `/announce/${KEY}?a`, `/announce?a&passkey=${KEY}`]) {
  const query = path.slice(path.indexOf('?') + 1);
  const head = { method: 'GET', path: 'announce', query, hasBody: false, keepAlive: true } as const;
  requests.push({ name: `a passkey in ${path}`, text: `GET ${path} HTTP/1.1\r\n\r\n`, head, passkey: KEY });
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the head of a request', () => {
  it.each(requests)('with $name', ({ text, head, passkey = '' }) => {
    const expected = { kind: 'request', head: { ...head, passkey, headBytes: text.length } };
    expect(readRequestHead(bytes(text))).toMatchObject(expected);
    expect(readRequestHead(bytes(`${text}GET /announce?next HTTP/1.1`))).toMatchObject(expected);
  });

  it.each(requests)('with $name: every prefix is incomplete', ({ text }) => {
    for (let length = 0; length < text.length; length++) {
      expect(readRequestHead(bytes(text.slice(0, length)))).toEqual({ kind: 'incomplete' });
    }
  });

  it.each([
    'GET / HTTP/1.1\r\n',
    'GET /torrents/x.torrent HTTP/1.1',
    'GET /announcement?x HTTP/1.1',
    'GET http://tracker/torrents/x.torrent HTTP/1.1',
    'GET http://tracker/announcement?x HTTP/1.1',
    'GET httpd HTTP/1.1',
    `GET http://${'x'.repeat(300)}/announce?x HTTP/1.1`,
    'GET /announce/passkey?x HTTP/1.1',
    'get /announce?x HTTP/1.1',
    'OPTIONS * HTTP/1.1\r\n',
    '\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client says hello',
    '\x13BitTorrent protocol\0\0\0\0\0\0\0\0',
  ])('%j is for someone else', (text) => {
    expect(readRequestHead(bytes(text))).toEqual({ kind: 'other' });
  });

  it.each(['GET /announce?a\r\n\r\n', 'GET /announce?a HTTP/2.0\r\n\r\n', 'GET /announce HTTP/1.1 \r\n\r\n'])(
    '%j is malformed',
    (text) => expect(readRequestHead(bytes(text))).toMatchObject({ kind: 'malformed' }),
  );
});
