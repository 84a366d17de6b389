import { createHmac } from 'node:crypto';
import { API_EVENTS, type ApiEvent, type WebhookRow } from '../../../../shared/api.ts';
import { GranaryError } from '../../errors.ts';
import type { Clock, Logger, RandomBytes } from '../../ports.ts';
import type { ApiRepository, WebhookRecord } from '../../storage/apiRepository.ts';
import type { ApiEvents, ApiMessage } from './apiEvents.ts';
import { createWebhookQueue, type WebhookQueue } from './webhookQueue.ts';
import type { PostWebhook } from './postWebhook.ts';

/**
 * Tells what happens to addresses that an admin gave, by POST of JSON: `{"id","event","at","data"}` as in the API's events.
 * `Granary-Signature: t=SECONDS,v1=HEX` signs it: HMAC-SHA256 over `SECONDS.BODY` with the webhook's secret. Any status from 200
 * to 299 is a success; no redirect is followed, so that nobody can send us elsewhere.
 */
export interface Webhooks {
  /** Throws `bad-input` when there are too many. */
  create(wanted: WantedWebhook): { readonly key: string; readonly secret: string };
  /** Throws `webhook-unknown`. */
  remove(key: string): void;
  rows(): readonly WebhookRow[];
  stop(): void;
}

export interface WantedWebhook {
  readonly url: string;
  readonly secret?: string | undefined;
  readonly events: readonly ApiEvent[];
}

export interface WebhooksDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly randomBytes: RandomBytes;
  readonly repository: ApiRepository;
  readonly events: Pick<ApiEvents, 'follow'>;
  readonly post: PostWebhook;
}

const MAX_WEBHOOKS = 32;
const SECRET_BYTES = 32;

interface Known {
  readonly record: WebhookRecord;
  readonly queue: WebhookQueue;
}

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { clock, randomBytes, repository, events } = deps;
  const known = new Map<string, Known>();
  let sent = 0;
  let unfollow: (() => void) | undefined;
  for (const record of repository.webhooks()) take(record);

  function take(record: WebhookRecord): void {
    known.set(String(record.id), { record, queue: createWebhookQueue(deps, (body) => sign(record, body, clock)) });
    // The tracker finds out less while nobody follows it.
    unfollow ??= events.follow(deliver);
  }

  function deliver(message: ApiMessage): void {
    for (const { record, queue } of known.values()) {
      if (!record.events.includes(message.event)) continue;
      const id = `${record.id}-${clock.now()}-${++sent}`;
      queue.add(JSON.stringify({ id, ...message }));
    }
  }

  function rowOf({ record, queue }: Known): WebhookRow {
    const { id, url, createdAt } = record;
    return {
      key: String(id),
      url,
      events: API_EVENTS.filter((event) => record.events.includes(event)),
      createdAt,
      ...queue.figures(),
    };
  }

  return {
    create({ url, events: wanted, secret = Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url') }) {
      if (known.size >= MAX_WEBHOOKS) {
        throw new GranaryError('bad-input', `there are ${MAX_WEBHOOKS} webhooks already`, { hint: 'remove one first' });
      }
      const made = { url, secret, events: [...new Set(wanted)], createdAt: clock.now() };
      const id = repository.addWebhook(made);
      take({ ...made, id });
      return { key: String(id), secret };
    },
    remove(key) {
      const found = known.get(key);
      if (found === undefined) throw new GranaryError('webhook-unknown', `there is no webhook ${key}`);
      found.queue.stop();
      repository.removeWebhook(found.record.id);
      known.delete(key);
      if (known.size > 0) return;
      unfollow?.();
      unfollow = undefined;
    },
    rows: () => [...known.values()].map(rowOf),
    stop() {
      unfollow?.();
      for (const { queue } of known.values()) queue.stop();
    },
  };
}

function sign({ url, secret }: WebhookRecord, body: string, clock: Clock): Parameters<PostWebhook>[0] {
  const seconds = Math.floor(clock.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { url, body, headers: { 'Granary-Signature': `t=${seconds},v1=${signature}` } };
}
