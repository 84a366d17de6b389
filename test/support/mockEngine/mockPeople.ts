import type { GroupRow, InvitationRow, PersonRow, PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import type { PersonState, Role, Suspicion } from '../../../shared/people.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { chanceOf } from './random.ts';
import type { World } from './world.ts';

/** The people of the mock's private tracker, their invitations and groups. */

export type Changeable<Row> = { -readonly [Key in keyof Row]: Row[Key] };
export type MockPerson = Changeable<PersonRow>;
export type MockInvitation = Changeable<InvitationRow>;

export interface MockGroup {
  readonly key: string;
  name: string;
  people: readonly string[];
  infoHashes: readonly string[];
}

export interface MockPeople {
  readonly people: MockPerson[];
  readonly invitations: MockInvitation[];
  readonly groups: MockGroup[];
  /** Info-hashes of what counts against nobody's ratio. */
  readonly free: Set<string>;
  torrentsOf(person: string): readonly PersonTorrentRow[];
  groupRow(group: MockGroup): GroupRow;
  /** With the names that its groups have now. */
  personRow(person: MockPerson): PersonRow;
  nextKey(): string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_TORRENTS = 9;
const MAX_NAME_CHARACTERS = 64;

const FIRST_NAMES = ['Ada', 'Bruno', 'Chiara', 'Deniz', 'Elif', 'Farid', 'Greta', 'Hanna', 'Ilse', 'Jonas', 'Klara'];
const LAST_NAMES = ['Lindqvist', 'Moreau', 'Novák', 'Okafor', 'Petersen', 'Quint', 'Rossi', 'Schäfer', 'Tanaka'];
const GROUP_NAMES = ['Film and sound', 'Lab images', 'Third floor'];

/** In a group, and shared no more. */
export const GONE_TORRENT = 'f'.repeat(40);

export function createMockPeople(world: World): MockPeople {
  const { options } = world;
  const count = options.people ?? 0;
  let last = 1000;
  const groups: MockGroup[] = GROUP_NAMES.map((name, i) => ({
    key: String(i + 1),
    name: options.hostile ? hostileName(i) : name,
    people: Array.from({ length: count }, (_, person) => person)
      .filter((person) => chanceOf(person, 40 + i) < 0.2)
      .map((person) => String(person + 1)),
    // The last one is not shared any more.
    infoHashes: [
      ...world.shares.slice(i * 3, i * 3 + 4).map(({ infoHash }) => infoHash),
      ...(i === GROUP_NAMES.length - 1 ? [GONE_TORRENT] : []),
    ],
  }));
  const people = Array.from({ length: count }, (_, index) => personOf(world, index));
  const invitations = count === 0 ? [] : Array.from({ length: 5 }, (_, index) => invitationOf(world, index));
  const mock: MockPeople = {
    people,
    invitations,
    groups: count === 0 ? [] : groups,
    free: new Set(),
    torrentsOf: (key) =>
      torrentsOf(
        world,
        people.find((person) => person.key === key),
      ),
    groupRow: ({ key, name, people: members, infoHashes }) => ({
      key,
      name,
      people: people.filter((person) => members.includes(person.key)).map((person) => ({ ...named(person) })),
      torrents: infoHashes.map((infoHash) => {
        const share = world.find(infoHash);
        return { key: infoHash, isShared: share !== undefined, ...(share && { name: share.name }) };
      }),
    }),
    personRow: (person) => ({
      ...person,
      groups: mock.groups.filter((group) => group.people.includes(person.key)).map((group) => named(group)),
    }),
    nextKey: () => String(++last),
  };
  return mock;
}

function named({ key, name }: { readonly key: string; readonly name: string }) {
  return { key, name };
}

function personOf(world: World, index: number): MockPerson {
  const key = String(index + 1);
  const state = stateOf(index);
  const isNew = state === 'waiting';
  const downloaded = isNew ? 0 : Math.floor(chanceOf(index, 71) ** 2 * 900e9);
  const uploaded = isNew ? 0 : Math.floor(downloaded * (0.2 + 2.2 * chanceOf(index, 72)));
  const createdAt = world.startedAt - (isNew ? index * HOUR_MS : Math.floor((20 + chanceOf(index, 73) * 300) * DAY_MS));
  const isThere = state === 'active' && chanceOf(index, 74) < 0.7;
  return {
    key,
    name: nameOf(world, index),
    role: roleOf(index),
    state,
    uploadedBytes: uploaded,
    downloadedBytes: downloaded,
    chargedBytes: downloaded,
    ...(downloaded === 0 ? {} : { ratio: uploaded / downloaded }),
    seededSeconds: isNew ? 0 : Math.floor(chanceOf(index, 75) * 90 * 86_400),
    activeDownloads: isThere ? Math.floor(chanceOf(index, 76) * 4) : 0,
    activeSeeds: isThere ? Math.floor(chanceOf(index, 77) * 12) : 0,
    ...(isNew ? {} : { lastSeenAt: world.startedAt - (isThere ? 60_000 * (index % 27) : (index % 40) * DAY_MS) }),
    createdAt,
    ...(state === 'expired' ? { expiresAt: world.startedAt - 3 * DAY_MS } : {}),
    ...(index % 9 === 4 && state === 'active' ? { expiresAt: world.startedAt + 41 * DAY_MS } : {}),
    groups: [],
    suspicions: suspicionsOf(index),
  };
}

function nameOf({ options }: World, index: number): string {
  if (options.hostile) return hostileName(index);
  const first = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
  const lastName = LAST_NAMES[Math.floor(index / 2) % LAST_NAMES.length] ?? '';
  const round = Math.floor(index / (FIRST_NAMES.length * LAST_NAMES.length));
  return `${first} ${lastName}${round === 0 ? '' : ` ${round + 1}`}`;
}

/** The engine takes no longer ones, and none without anything to see. */
function hostileName(index: number): string {
  return (HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '').slice(0, MAX_NAME_CHARACTERS);
}

function stateOf(index: number): PersonState {
  if (index === 3 || index === 8) return 'waiting';
  if (index % 11 === 6) return 'disabled';
  return index % 17 === 14 ? 'expired' : 'active';
}

function roleOf(index: number): Role {
  if (index === 0) return 'admin';
  return index % 7 === 2 ? 'publisher' : 'member';
}

function suspicionsOf(index: number): Suspicion[] {
  if (index === 5) return ['impossible-rate', 'unmatched-upload'];
  return index % 23 === 10 ? ['unmatched-upload'] : [];
}

function torrentsOf(world: World, person: MockPerson | undefined): readonly PersonTorrentRow[] {
  if (person === undefined || person.downloadedBytes === 0) return [];
  const seed = Number(person.key);
  return world.shares.slice(0, Math.min(MOST_TORRENTS, 2 + (seed % MOST_TORRENTS))).map((share, i) => {
    const downloaded = Math.floor(share.bytes * (chanceOf(seed, 80 + i) < 0.3 ? chanceOf(seed, 90 + i) : 1));
    const uploaded = Math.floor(downloaded * 2 * chanceOf(seed, 100 + i));
    const isWhole = downloaded === share.bytes;
    return {
      key: share.infoHash,
      ...(i % 8 === 7 ? {} : { name: share.name }),
      uploadedBytes: uploaded,
      downloadedBytes: downloaded,
      chargedBytes: i === 1 ? 0 : downloaded,
      ...(i === 1 || downloaded === 0 ? {} : { ratio: uploaded / downloaded }),
      seededSeconds: isWhole ? Math.floor(chanceOf(seed, 110 + i) * 12 * 86_400) : 0,
      ...(isWhole ? { completedAt: world.startedAt - Math.floor(chanceOf(seed, 120 + i) * 60 * DAY_MS) } : {}),
      lastSeenAt: world.startedAt - Math.floor(chanceOf(seed, 130 + i) * DAY_MS),
      clients: i % 3 === 0 ? 2 : i % 2,
      ...(i === 2 ? { owedSeconds: 31 * 3600 } : {}),
    };
  });
}

function invitationOf(world: World, index: number): MockInvitation {
  const uses = [1, 25, 5, 1, 10][index] ?? 1;
  const usesLeft = [1, 18, 0, 1, 10][index] ?? 0;
  const expiresAt = world.startedAt + ([2, 20, 4, -1, 6][index] ?? 1) * DAY_MS;
  return {
    key: String(index + 1),
    role: index === 4 ? 'publisher' : 'member',
    usesLeft,
    uses,
    expiresAt,
    isExpired: expiresAt < world.startedAt,
    needsApproval: index === 1,
    groups: index === 1 ? [{ key: '3', name: world.options.hostile ? hostileName(2) : 'Third floor' }] : [],
    createdAt: world.startedAt - (index + 1) * 5 * HOUR_MS,
    createdBy: index === 2 ? { kind: 'console', name: '192.168.7.31' } : { kind: 'window' },
    ...linksOf(`k7m4x9q2w5t8r3p6c1v0b${index}`),
  };
}

/** Where an invitation is taken up. */
export function linksOf(code: string): Pick<InvitationRow, 'code' | 'urls'> {
  return { code, urls: [`http://192.168.7.20:6969/join/${code}`, `http://[fd00:7::20]:6969/join/${code}`] };
}
