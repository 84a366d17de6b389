import type { ActivityEntry } from '../../../shared/activity.ts';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../shared/activityKinds.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { addressOf, clientOf } from './peerTexts.ts';
import { chanceOf, pick } from './random.ts';
import type { World } from './world.ts';

/** What happened before the mock began, and what goes on happening: one thing every few seconds. */

const ENTRIES_BEFORE = 600;
const SECONDS_BETWEEN = 7;
const LONGEST_PAUSE_MS = 20 * 60_000;

/** Newest first. The array is the same one every time, and grows at its front. */
export function createMockActivity(world: World): () => readonly ActivityEntry[] {
  const entries: ActivityEntry[] = [];
  let at = world.startedAt - 20_000;
  for (let i = 0; i < ENTRIES_BEFORE; i++) {
    entries.push(entryOf(world, ENTRIES_BEFORE - i, at));
    at -= Math.floor(chanceOf(211, i) ** 3 * LONGEST_PAUSE_MS);
  }
  let next = ENTRIES_BEFORE + 1;
  return () => {
    const due = ENTRIES_BEFORE + Math.floor(world.seconds() / SECONDS_BETWEEN);
    for (; next <= due; next++) {
      entries.unshift(entryOf(world, next, world.startedAt + (next - ENTRIES_BEFORE) * SECONDS_BETWEEN * 1000));
    }
    return entries;
  };
}

/** Every kind comes up; most of what happens is that somebody has it all. */
const OFTEN: readonly ActivityKind[] = ['peer-finished', 'peer-finished', 'peer-finished', 'everyone-has-it'];

function entryOf(world: World, number: number, at: number): ActivityEntry {
  const kind = number % 2 === 0 ? pick(OFTEN, chanceOf(number, 3)) : pick(ACTIVITY_KINDS, chanceOf(number, 4));
  const share = world.shares[Math.floor(chanceOf(number, 5) * Math.min(world.shares.length, 12))];
  const stranger = { client: clientOf(number, world.options.hostile), address: addressOf(number) };
  const name = share?.name ?? 'Old renders';
  return {
    key: String(number),
    at,
    kind,
    level: levelOf(kind),
    ...(share === undefined || !ABOUT_SHARES.has(kind) ? {} : { infoHash: share.infoHash }),
    values: valuesOf(kind, { name, ...stranger, text: textOf(world, number) }),
  };
}

const ABOUT_SHARES: ReadonlySet<ActivityKind> = new Set([
  'share-created',
  'share-paused',
  'share-resumed',
  'share-failed',
  'share-verified',
  'peer-finished',
  'everyone-has-it',
]);

function levelOf(kind: ActivityKind): ActivityEntry['level'] {
  if (kind === 'share-failed') return 'error';
  return kind === 'announce-refused' || kind === 'tracker-crowded' || kind === 'notice' ? 'warning' : 'info';
}

interface Facts {
  readonly name: string;
  readonly client: string;
  readonly address: string;
  readonly text: string;
}

function valuesOf(kind: ActivityKind, { name, client, address, text }: Facts): ActivityEntry['values'] {
  switch (kind) {
    case 'engine-started':
    case 'engine-stopped':
      return {};
    case 'peer-finished':
      return { name, client, address };
    case 'everyone-has-it':
      return { name, count: 12 };
    case 'share-failed':
      return { name, message: `a file changed on disk: ${text}`, file: text };
    case 'address-changed':
      return { address: '192.168.7.20', message: '192.168.7.20, fd00:7::20' };
    case 'announce-refused':
      return { client, address, message: 'info-hash not on the list', count: 3 };
    case 'setting-changed':
      return { setting: 'uploadSlotsPerShare', message: '64' };
    case 'notice':
      return { message: `a file has a name that Windows cannot store: ${text}` };
    case 'torrents-allowed':
    case 'torrents-blocked':
      return { name, by: 'window' };
    case 'torrents-unlisted':
      return { count: 4, by: 'command-line' };
    case 'swarms-dropped':
      return { count: 12 };
    case 'tracker-crowded':
      return { address, count: 512, evicted: 1 };
    case 'person-added':
    case 'person-approved':
    case 'person-changed':
    case 'person-removed':
    case 'passkey-reset':
    case 'group-changed':
    case 'group-removed':
      return { name: 'Ada' };
    case 'person-suspected':
      return { name: 'Ada', 'unmatched-upload': 1 };
    case 'passkeys-guessed':
      return { address, count: 40 };
    case 'invitation-made':
      return { count: 12 };
    case 'token-made':
      return { name: 'grafana', message: 'read', by: 'command-line' };
    case 'token-revoked':
      return { name: 'grafana', by: 'command-line' };
    case 'webhook-made':
    case 'webhook-removed':
      return { name: 'hooks.example', by: 'command-line' };
    case 'invitation-revoked':
      return {};
    case 'free-leech-began':
    case 'free-leech-ended':
    case 'share-created':
    case 'share-removed':
    case 'share-paused':
    case 'share-resumed':
    case 'share-verified':
      return { name };
  }
}

function textOf(world: World, number: number): string {
  if (!world.options.hostile) return 'quarter 3/summary.xlsx';
  return HOSTILE_TEXTS[number % HOSTILE_TEXTS.length] ?? '';
}
