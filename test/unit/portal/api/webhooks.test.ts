import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiMessage } from '../../../../electron/engine/portal/api/apiEvents.ts';
import { postWebhook, type PostWebhook } from '../../../../electron/engine/portal/api/postWebhook.ts';
import { createWebhooks, type Webhooks } from '../../../../electron/engine/portal/api/webhooks.ts';
import type { ApiRepository, WebhookRecord } from '../../../../electron/engine/storage/apiRepository.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/virtualClock.ts';

const SECRET = 'a secret of some length';
const url = 'http://10.0.0.9/hook';

let clock: VirtualClock;
let webhooks: Webhooks;
let follower: ((message: ApiMessage) => void) | undefined;
let posts: Parameters<PostWebhook>[0][];
let answers: (number | Error)[];
let stored: WebhookRecord[];

beforeEach(() => {
  clock = createVirtualClock();
  [posts, answers, stored, follower] = [[], [], [], undefined];
  webhooks = make(async (request) => {
    posts.push(request);
    const answer = answers.shift() ?? 200;
    if (typeof answer === 'number') return answer;
    throw answer;
  });
});
afterEach(() => webhooks.stop());

function make(post: PostWebhook): Webhooks {
  const repository = {
    webhooks: () => stored,
    addWebhook: (webhook: Omit<WebhookRecord, 'id'>) => stored.push({ ...webhook, id: stored.length + 1 }),
    removeWebhook: (id: number) => void (stored = stored.filter((each) => each.id !== id)),
  } as unknown as ApiRepository;
  const follow = (listener: (message: ApiMessage) => void) => {
    follower = listener;
    return () => void (follower = undefined);
  };
  const logger = { log: () => undefined };
  return createWebhooks({
    clock,
    logger,
    randomBytes: (length) => new Uint8Array(length),
    repository,
    events: { follow },
    post,
  });
}

function happen(event: ApiMessage['event'] = 'completed', data: ApiMessage['data'] = { n: 1 }): void {
  follower?.({ event, at: clock.now(), data });
}

const row = () => webhooks.rows()[0];

describe('a webhook', () => {
  it('is told of what it asked for, signed with its secret', async () => {
    webhooks.create({ url, secret: SECRET, events: ['completed'] });
    happen('stopped');
    happen('completed', { infoHash: 'x' });
    await expect.poll(row).toMatchObject({ delivered: 1, waiting: 0, dropped: 0 });
    const body = posts[0]?.body ?? '';
    const header = posts[0]?.headers['Granary-Signature'] ?? '';
    expect(posts).toHaveLength(1);
    expect(JSON.parse(body)).toEqual({
      id: expect.any(String) as string,
      event: 'completed',
      at: clock.now(),
      data: { infoHash: 'x' },
    });
    const [, seconds = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
  });

  it('is tried again after longer and longer pauses, and then given up', async () => {
    webhooks.create({ url, secret: SECRET, events: ['completed'] });
    answers = [500, new Error('ECONNREFUSED'), 302, 500, 500, 500];
    happen();
    for (const [i, pauseMs] of [1000, 5000, 30_000, 120_000, 600_000].entries()) {
      await expect.poll(() => posts.length).toBe(i + 1);
      await expect.poll(() => clock.pendingTasks).toBe(1);
      clock.advance(pauseMs - 1);
      expect(posts).toHaveLength(i + 1);
      clock.advance(1);
    }
    await expect
      .poll(row)
      .toMatchObject({ delivered: 0, dropped: 1, waiting: 0, lastProblem: 'it answered with status 500' });
    happen();
    await expect.poll(row).toMatchObject({ delivered: 1, dropped: 1 });
  });

  it('keeps a bounded number of messages for an address that does not answer', async () => {
    webhooks.create({ url, secret: SECRET, events: ['completed'] });
    answers = [500];
    for (let i = 0; i < 500; i++) happen();
    await expect.poll(row).toMatchObject({ waiting: 200, dropped: 300 });
  });

  it('is told nothing more once it is removed, and then nobody follows', () => {
    const { key } = webhooks.create({ url, secret: SECRET, events: ['completed'] });
    webhooks.remove(key);
    expect(follower).toBeUndefined();
    expect(stored).toEqual([]);
    expect(() => webhooks.remove(key)).toThrow('there is no webhook');
  });
});

describe('sending', () => {
  it('posts JSON, and follows no redirect', async () => {
    const asked: { readonly request: IncomingMessage; readonly body: string }[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({ request, body });
        response.writeHead(307, { Location: '/elsewhere' }).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const signal = new AbortController().signal;
    expect(await postWebhook({ url: at, body: '{}', headers: { 'Granary-Signature': 't=1,v1=x' } }, signal)).toBe(307);
    expect(
      asked.map(({ request, body }) => [request.method, request.url, request.headers['content-type'], body]),
    ).toEqual([['POST', '/hook', 'application/json', '{}']]);
    await new Promise((resolve) => server.close(resolve));
    await expect(postWebhook({ url: at, body: '{}', headers: {} }, signal)).rejects.toThrow('ECONNREFUSED');
  });
});
