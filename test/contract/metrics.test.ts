import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What Prometheus reads of a whole engine, and the dashboard that shows it. */

const cleanup = createCleanup();
let base: string;
let infoHash: string;
let token: string;

beforeAll(async () => {
  const folder = await temporaryFolder(cleanup);
  await writeFile(join(folder, 'corn.txt'), 'corn');
  const engine = await startRealEngine(cleanup, join(folder, 'data'));
  base = `http://127.0.0.1:${(await engine.api.call('engine.status', {})).trackerPort}`;
  ({ infoHash } = await engine.share(join(folder, 'corn.txt')));
  ({ token } = await engine.api.call('tokens.create', { name: 'prometheus', scopes: ['read'] }));
});
afterAll(() => cleanup.run());

async function ask(path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(base + path, { headers: { Connection: 'close', ...headers } });
  return { status: response.status, text: await response.text() };
}

async function announce(event: string): Promise<void> {
  const bytes = infoHash.replace(/../g, '%$&');
  const query = `info_hash=${bytes}&peer_id=-XX0100-abcdefghijkl&port=6881&uploaded=0&downloaded=0&left=0&compact=1`;
  expect((await ask(`/announce?${query}&event=${event}`)).status).toBe(200);
}

describe('/metrics', () => {
  it('counts announces by protocol and family, and who is there', async () => {
    const before = (await ask('/metrics')).text;
    expect(before).toContain('granary_tracker_announces_total{protocol="http",family="ipv4"} 0');
    await announce('started');
    const { status, text } = await ask('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('granary_tracker_announces_total{protocol="http",family="ipv4"} 1');
    expect(text).toContain('granary_tracker_announces_total{protocol="udp",family="ipv6"} 0');
    expect(text).toContain('granary_tracker_peers{role="seeder"} 1');
    expect(text).toContain('granary_shares{state="seeding"} 1');
    expect(text).toContain('granary_build_info{version="0.1.0"} 1');
  });

  it('needs a token from anywhere but this computer', async () => {
    const behindProxy = { 'X-Forwarded-For': '10.0.0.7' };
    expect((await ask('/metrics', behindProxy)).status).toBe(401);
    expect((await ask('/metrics', { ...behindProxy, Authorization: 'Bearer granary_nonsense' })).status).toBe(401);
    expect((await ask('/metrics', { ...behindProxy, Authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe('the dashboard', () => {
  it('asks for metrics that there are', async () => {
    const { text } = await ask('/metrics');
    const there = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
    const file = readFileSync(resolve(import.meta.dirname, '../../build/grafana/granary.json'), 'utf8');
    const { panels } = JSON.parse(file) as { panels: { targets: { expr: string }[] }[] };
    const wanted = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(?:granary|process)_\w+/g) ?? []),
    );
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !there.has(name))).toEqual([]);
  });
});

describe('/api/v1/events', () => {
  it('tells of announces, of who stopped, and ends with the connection', async () => {
    const ended = new AbortController();
    const headers = { Authorization: `Bearer ${token}` };
    const stream = await fetch(`${base}/api/v1/events`, { headers, signal: ended.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await announce('stopped');
    let told = '';
    for await (const chunk of stream.body ?? []) {
      told += Buffer.from(chunk).toString();
      if (told.includes('event: announces')) break;
    }
    ended.abort();
    expect(told).toMatch(
      /event: stopped\ndata: \{"at":\d+,"data":\{"infoHash":"[0-9a-f]{40}","address":"127\.0\.0\.1","port":6881/,
    );
    expect(told).toMatch(
      /event: announces\ndata: \{"at":\d+,"data":\{"swarms":\[\{"infoHash":"[0-9a-f]{40}","count":1\}\],"others":0\}\}/,
    );
  });

  it('refuses names of events that there are not, and who may not read', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    expect((await ask('/api/v1/events?events=weather', headers)).status).toBe(400);
    expect((await ask('/api/v1/events')).status).toBe(401);
  });
});
