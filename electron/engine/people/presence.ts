import type { Clock } from '../ports.ts';
import type { PeerEntry } from './ledger.ts';
import type { Client } from './person.ts';

/** Which clients are in their swarms: those that fall silent vanish, and are forgotten a day later. */
export interface Presence {
  seen(client: Client, isStopped: boolean): void;
  /** It was known before the engine began, and is not there until it announces. */
  restored(client: Client): void;
  dropped(peer: PeerEntry): void;
  /** A step of what is due; the rest comes with the next. */
  expire(): void;
}

export interface PresenceDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly onVanished: (client: Client) => void;
  readonly onForgotten: (client: Client) => void;
}

/** A client that lost its network, or a PC that slept, goes on with the totals it had. */
const REMEMBERED_MS = 86_400_000;
/** No step holds up the answers. */
const MOST_AT_ONCE = 2000;

export function createPresence(
  { clock, onVanished, onForgotten }: PresenceDeps,
  { expirySeconds }: { readonly expirySeconds: number },
): Presence {
  /** Each in the order in which they were seen, so that those that are due stand first. */
  const there = new Map<PeerEntry, { readonly client: Client; readonly atMs: number }>();
  const away = new Map<PeerEntry, { readonly client: Client; readonly atMs: number }>();

  function dropped(peer: PeerEntry): void {
    there.delete(peer);
    away.delete(peer);
  }

  function due(from: typeof there, beforeMs: number): Client[] {
    const clients: Client[] = [];
    for (const [peer, { client, atMs }] of from) {
      if (atMs > beforeMs || clients.length >= MOST_AT_ONCE) break;
      from.delete(peer);
      clients.push(client);
    }
    return clients;
  }

  return {
    seen(client, isStopped) {
      dropped(client.peer);
      if (!isStopped) there.set(client.peer, { client, atMs: clock.monotonicMs() });
    },
    restored(client) {
      away.set(client.peer, { client, atMs: clock.monotonicMs() });
    },
    dropped,
    expire() {
      const nowMs = clock.monotonicMs();
      for (const client of due(there, nowMs - expirySeconds * 1000)) {
        onVanished(client);
        away.set(client.peer, { client, atMs: nowMs });
      }
      for (const client of due(away, nowMs - REMEMBERED_MS)) onForgotten(client);
    },
  };
}
