import { Counter, Gauge, Registry } from 'prom-client';
import type { StatusRow } from '../../../../shared/rows.ts';
import type { ShareState } from '../../../../shared/model.ts';
import { parseIpAddress } from '../../codec/ipAddress.ts';
import type { Clock } from '../../ports.ts';
import { plainAddress } from '../plainAddress.ts';
import type { SitePart } from '../sitePart.ts';
import type { ApiEvents } from './apiEvents.ts';
import { bearerOf, mayUse } from './apiServer.ts';
import type { ApiTokens } from './apiTokens.ts';
import type { Webhooks } from './webhooks.ts';

/**
 * `/metrics` for Prometheus, in base units. For a token of scope `read`, and for programs on this computer without one: a
 * scraper beside us needs no secret. What a proxy passes on is not from this computer.
 */
export interface MetricsDeps {
  readonly clock: Clock;
  readonly tokens: Pick<ApiTokens, 'use'>;
  readonly events: Pick<ApiEvents, 'announces' | 'completions'>;
  readonly webhooks: Pick<Webhooks, 'rows'>;
  readonly status: () => StatusRow;
  readonly shareStates: () => readonly ShareState['kind'][];
}

export function createMetrics(deps: MetricsDeps): SitePart {
  return (app) => {
    const registry = createRegistry(deps);
    app.get('/metrics', async (request, reply) => {
      const use = deps.tokens.use(bearerOf(request));
      const isLetIn = use !== undefined && use !== 'expired' && mayUse(use, 'read');
      if (!isLetIn && !isFromThisComputer(request)) {
        const message = 'this needs a token with the scope "read": Authorization: Bearer TOKEN\n';
        return reply.code(401).header('WWW-Authenticate', 'Bearer').type('text/plain; charset=utf-8').send(message);
      }
      return reply.type(registry.contentType).send(await registry.metrics());
    });
  };
}

type Asked = {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, unknown>>;
};

const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

function isFromThisComputer({ socket, headers }: Asked): boolean {
  const address = parseIpAddress(plainAddress(socket.remoteAddress));
  return address?.scope === 'loopback' && !PROXY_HEADERS.some((name) => name in headers);
}

type Values = readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];

/** Everything is read when it is asked for: what is counted on the way to an answer is counted once, elsewhere. */
function createRegistry({ clock, events, webhooks, status, shareStates }: MetricsDeps): Registry {
  const registry = new Registry();
  const registers = [registry];

  function counter(name: string, help: string, read: () => Values): void {
    const labelNames = labelsOf(read());
    const made: Counter = new Counter({ name, help, labelNames, registers, collect: () => set(made, read()) });
  }

  function gauge(name: string, help: string, read: () => Values): void {
    const labelNames = labelsOf(read());
    const made: Gauge = new Gauge({ name, help, labelNames, registers, collect: () => set(made, read()) });
  }

  const one = (value: number): Values => [{ value }];
  const { version, startedAt } = status();
  gauge('granary_build_info', 'Version of this Granary', () => [{ labels: { version }, value: 1 }]);
  gauge('granary_start_time_seconds', 'When the engine started, in seconds since 1970', () => one(startedAt / 1000));
  gauge('granary_time_seconds', 'The engine’s clock, in seconds since 1970', () => one(clock.now() / 1000));
  counter('granary_tracker_announces_total', 'Announces answered', () =>
    events.announces().map(({ protocol, family, count }) => ({ labels: { protocol, family }, value: count })),
  );
  counter('granary_tracker_scrapes_total', 'Torrents scraped', () => one(status().scrapes));
  counter('granary_tracker_completed_total', 'Peers that finished a torrent', () => one(events.completions()));
  counter('granary_tracker_refused_total', 'Announces and scrapes refused', () => one(status().refused));
  counter('granary_tracker_refusals_total', 'Refusals by what the client was told', () =>
    withLabel(
      'reason',
      status().refusals.map(({ reason, count }) => [reason, count]),
    ),
  );
  gauge('granary_tracker_swarms', 'Swarms tracked', () => one(status().swarms));
  gauge('granary_tracker_peers', 'Peers in all swarms', () => {
    const { swarmPeers, swarmSeeders } = status();
    return withLabel('role', [
      ['seeder', swarmSeeders],
      ['leecher', swarmPeers - swarmSeeders],
    ]);
  });
  gauge('granary_tracker_answer_seconds', 'Time to answer announces, over the last minute', () => {
    const { median, p99 } = status().answerMs ?? { median: 0, p99: 0 };
    return withLabel('quantile', [
      ['0.5', median / 1000],
      ['0.99', p99 / 1000],
    ]);
  });
  gauge('granary_shares', 'Shares by state', () => {
    const states = shareStates();
    const kinds: readonly ShareState['kind'][] = ['seeding', 'checking', 'paused', 'error'];
    return withLabel(
      'state',
      kinds.map((kind) => [kind, states.filter((state) => state === kind).length]),
    );
  });
  gauge('granary_peers_connected', 'Peers connected to our seeder', () => one(status().peersConnected));
  counter('granary_uploaded_bytes_total', 'Bytes sent to peers, over all starts', () => one(status().uploadedBytes));
  gauge('granary_dht_nodes', 'Nodes in the DHT’s table', () => one(status().dhtNodes));
  counter('granary_webhook_deliveries_total', 'Webhook messages by how they ended', () => {
    const rows = webhooks.rows();
    return withLabel('outcome', [
      ['delivered', rows.reduce((sum, { delivered }) => sum + delivered, 0)],
      ['dropped', rows.reduce((sum, { dropped }) => sum + dropped, 0)],
    ]);
  });
  gauge('process_resident_memory_bytes', 'Resident memory of the engine', () => one(process.memoryUsage.rss()));
  counter('process_cpu_seconds_total', 'Processor time of the engine', () => {
    const { user, system } = process.cpuUsage();
    return one((user + system) / 1e6);
  });
  return registry;
}

function withLabel(name: string, values: readonly (readonly [string, number])[]): Values {
  return values.map(([label, value]) => ({ labels: { [name]: label }, value }));
}

function labelsOf(values: Values): string[] {
  return Object.keys(values[0]?.labels ?? {});
}

function set(metric: Counter | Gauge, values: Values): void {
  metric.reset();
  for (const { labels = {}, value } of values) metric.inc(labels, value);
}
