import type { ApiEvent } from '../../../../shared/api.ts';
import type { InfoHash } from '../../../../shared/infoHash.ts';
import { clientNameOf } from '../../codec/clientName.ts';
import type { IpAddress } from '../../codec/ipAddress.ts';
import type { EventBus } from '../../eventBus.ts';
import type { Clock } from '../../ports.ts';
import type { AnnounceRequest, Refusal } from '../../tracker/announce.ts';

/** One thing that happened, as the API's event stream and webhooks tell it. */
export interface ApiMessage {
  readonly event: ApiEvent;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** By event: see docs of `API_MESSAGES`. Texts are as the client sent them. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Announces since the engine started, by what they came through. */
export interface AnnounceCount {
  readonly protocol: 'udp' | 'http';
  readonly family: 'ipv4' | 'ipv6';
  readonly count: number;
}

/**
 * What happens at the tracker, for programs that follow it. Announces come by the hundred thousand a second and are told as
 * sums, once a second; of everything else as much is told as a program can read.
 *
 * | Event           | `data`                                                                             |
 * |-----------------|------------------------------------------------------------------------------------|
 * | `announces`     | `swarms`: `{infoHash, count}` of up to 100; `others`: announces in further ones      |
 * | `completed`     | `infoHash`, `address`, `port`, `client`                                            |
 * | `stopped`       | the same, and `leftBytes`, `uploadedBytes`, `downloadedBytes` as the client says    |
 * | `refused`       | `infoHash`, `address`, `code`, `message`                                           |
 * | `share-changed` | `infoHash`, `name`, `state`: a share is new or its state is another                 |
 * | `share-removed` | `infoHash`                                                                         |
 *
 * Of `completed`, `stopped` and `refused`, what is over 50 a second is told as `{others: count}`.
 */
export interface ApiEvents {
  /** For every announce that is answered: counts, and does little else while nobody follows. */
  announced(request: AnnounceRequest, address: IpAddress): void;
  completed(request: AnnounceRequest, address: IpAddress): void;
  refused(refusal: Refusal, infoHash: InfoHash, requester: IpAddress): void;
  /** Returns a function that ends it. */
  follow(listener: (message: ApiMessage) => void): () => void;
  announces(): readonly AnnounceCount[];
  completions(): number;
  stop(): void;
}

const TURN_MS = 1000;
const MAX_SWARMS = 100;
const MAX_A_TURN = 50;

type Single = Extract<ApiEvent, 'completed' | 'stopped' | 'refused'>;

export function createApiEvents({ clock, events }: { readonly clock: Clock; readonly events: EventBus }): ApiEvents {
  const listeners = new Set<(message: ApiMessage) => void>();
  /** UDP over IPv4, UDP over IPv6, HTTP over IPv4, HTTP over IPv6. */
  const counts = new Float64Array(4);
  let completions = 0;
  let bySwarm = new Map<InfoHash, number>();
  let others = 0;
  const single: Record<Single, number> = { completed: 0, stopped: 0, refused: 0 };
  const states = new Map<InfoHash, string>();
  const timer = clock.every(TURN_MS, endTurn);
  const endOverhearing = events.overhear((event) => {
    if (listeners.size === 0) return;
    if (event.event === 'share.changed') shareChanged(event.data);
    if (event.event === 'share.removed') {
      states.delete(event.data.infoHash);
      tell('share-removed', { infoHash: event.data.infoHash });
    }
  });

  function tell(event: ApiEvent, data: ApiMessage['data']): void {
    const message = { event, at: clock.now(), data };
    for (const listener of listeners) listener(message);
  }

  function tellSingle(event: Single, data: () => ApiMessage['data']): void {
    if (listeners.size === 0) return;
    single[event]++;
    if (single[event] <= MAX_A_TURN) tell(event, data());
  }

  function shareChanged({ infoHash, name, state }: { infoHash: InfoHash; name: string; state: unknown }): void {
    const now = JSON.stringify(state);
    if (states.get(infoHash) === now) return;
    states.set(infoHash, now);
    tell('share-changed', { infoHash, name, state });
  }

  function endTurn(): void {
    for (const event of ['completed', 'stopped', 'refused'] as const) {
      const rest = single[event] - MAX_A_TURN;
      single[event] = 0;
      if (rest > 0) tell(event, { others: rest });
    }
    if (bySwarm.size === 0) return;
    const swarms = [...bySwarm].map(([infoHash, count]) => ({ infoHash, count }));
    const untold = others;
    bySwarm = new Map();
    others = 0;
    tell('announces', { swarms, others: untold });
  }

  function countForFollowers({ infoHash }: AnnounceRequest): void {
    const known = bySwarm.get(infoHash);
    if (known !== undefined || bySwarm.size < MAX_SWARMS) bySwarm.set(infoHash, (known ?? 0) + 1);
    else others++;
  }

  return {
    announced(request, address) {
      // Over HTTP alone, peers of both families fit into one answer.
      const place = (request.bothFamilies ? 2 : 0) + (request.requester.family === 'IPv6' ? 1 : 0);
      counts[place] = (counts[place] ?? 0) + 1;
      if (listeners.size === 0) return;
      countForFollowers(request);
      if (request.event !== 'stopped') return;
      const { leftBytes, uploadedBytes, downloadedBytes } = request;
      tellSingle('stopped', () => ({ ...peerOf(request, address), leftBytes, uploadedBytes, downloadedBytes }));
    },
    completed(request, address) {
      completions++;
      tellSingle('completed', () => peerOf(request, address));
    },
    refused({ code, message }, infoHash, { text: address }) {
      tellSingle('refused', () => ({ infoHash, address, code, message }));
    },
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    announces: () =>
      Array.from(counts, (count, place) => ({
        protocol: place < 2 ? 'udp' : 'http',
        family: place % 2 === 0 ? 'ipv4' : 'ipv6',
        count,
      })),
    completions: () => completions,
    stop() {
      timer.cancel();
      endOverhearing();
    },
  };
}

function peerOf({ infoHash, peerId, port }: AnnounceRequest, address: IpAddress): ApiMessage['data'] {
  return { infoHash, address: address.text, port, client: clientNameOf(peerId) };
}
