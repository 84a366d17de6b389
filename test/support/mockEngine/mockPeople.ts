import { GranaryError } from '../../../electron/engine/errors.ts';
import type { RowSource } from '../../../electron/engine/views/rowSource.ts';
import type { PersonColumn, PersonTorrentColumn } from '../../../shared/columns.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../shared/contract.ts';
import { PERSON_STATES, ROLES } from '../../../shared/people.ts';
import type { GroupRow, InvitationRow, PersonRow, PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import { GIB } from '../../../shared/units.ts';
import type { AnyRow, ViewSpecOf } from '../../../shared/views.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { chanceOf, pick } from './random.ts';
import { torrentBytes } from './torrentBytes.ts';
import type { World } from './world.ts';

/** The people of the mock's private tracker: every state, every role, some suspicion, and commands that do what they say. */
export interface MockPeople {
  readonly handlers: { readonly [Name in PeopleCommand]: (params: ParsedParams<Name>) => CommandResult<Name> };
  readonly people: () => RowSource<PersonRow, PersonRow>;
  readonly torrents: (spec: ViewSpecOf<'personTorrents'>) => RowSource<PersonTorrentRow, PersonTorrentRow>;
  readonly invitations: () => RowSource<InvitationRow, InvitationRow>;
  readonly groups: () => RowSource<GroupRow, GroupRow>;
}

type PeopleCommand = Extract<CommandName, `people.${string}` | `invitations.${string}` | `groups.${string}`>;

const NAMES = ['Ada', 'Béla', 'Chen', 'Dilara', 'Esther', 'Farid', 'Grace', 'Hedy', 'Ivo', 'Jun', 'Käthe', 'Lin'];
const DAY_MS = 86_400_000;
const PASSKEY = '0123456789abcdef0123456789abcdef';

export function createMockPeople(world: World): MockPeople {
  let next = 100;
  const newKey = (): string => String(++next);
  let groups: GroupRow[] = [];
  let people: PersonRow[] = NAMES.map((name, index) => personOf(world, name, index));
  let invitations: InvitationRow[] = [invitationOf(world, 1), invitationOf(world, 2)];
  groups = ['Accounting', 'Video'].map((name, index) => ({
    key: String(index + 1),
    name: textOf(world, name, index),
    people: people.filter((_, at) => at % 3 === index).map(({ key, name: who }) => ({ key, name: who })),
    torrents: world.shares.slice(index * 2, index * 2 + 2).map((share) => ({ key: share.infoHash, name: share.name })),
  }));

  function find(key: string): PersonRow {
    const person = people.find((each) => each.key === key);
    if (person !== undefined) return person;
    throw new GranaryError('person-unknown', `there is no person ${key}`);
  }

  function change(key: string, changes: Partial<PersonRow>): Record<string, never> {
    const changed = { ...find(key), ...changes };
    people = people.map((each) => (each.key === key ? changed : each));
    return {};
  }

  const chosen = (keys: readonly string[]) =>
    groups.filter(({ key }) => keys.includes(key)).map(({ key, name }) => ({ key, name }));

  const handlers: MockPeople['handlers'] = {
    'people.create': ({ name, role, expiresAt, groups: keys }) => {
      if (people.some((each) => each.name === name)) {
        throw new GranaryError('name-taken', `there is a person called ${name} already`);
      }
      const key = newKey();
      const fresh = { ...personOf(world, name, 0), ...NOTHING_YET, key, name, role, createdAt: world.now() };
      people = [...people, { ...fresh, groups: chosen(keys), ...(expiresAt !== undefined && { expiresAt }) }];
      return { person: key, passkey: PASSKEY };
    },
    'people.change': ({ person, name, role, isDisabled, expiresAt, groups: keys, clearSuspicions }) => {
      if (expiresAt === null) people = people.map((each) => (each.key === person ? withoutEnd(each) : each));
      return change(person, {
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(isDisabled !== undefined && { state: isDisabled ? 'disabled' : 'active' }),
        ...(typeof expiresAt === 'number' && { expiresAt }),
        ...(keys !== undefined && { groups: chosen(keys) }),
        ...(clearSuspicions !== undefined && { suspicions: [] }),
      });
    },
    'people.remove': ({ person }) => {
      people = people.filter((each) => each !== find(person));
      return {};
    },
    'people.approve': ({ person }) => (find(person).state === 'waiting' ? change(person, { state: 'active' }) : {}),
    'people.resetPasskey': ({ person }) => ({ passkey: find(person).key.padStart(32, 'f') }),
    'people.links': ({ person }) => {
      find(person);
      const paths = ['http', 'udp'].map((scheme) => `${scheme}://192.168.7.20:6969/${PASSKEY}/announce`);
      return { passkey: PASSKEY, trackers: [paths] };
    },
    'people.torrent': ({ infoHash }) => {
      const share = world.find(infoHash);
      if (share === undefined) throw new GranaryError('share-unknown', `${infoHash} is not shared here`);
      const magnet = `magnet:?xt=urn:btih:${infoHash}`;
      return { fileName: `${share.name}.torrent`, base64: torrentBytes(share).toString('base64'), magnet };
    },
    'people.setFreeLeech': () => ({}),
    'invitations.create': ({ role, uses, expiresAt, needsApproval, groups: keys }) => {
      const key = newKey();
      const row = { ...invitationOf(world, next), key, role, uses, usesLeft: uses, expiresAt, needsApproval };
      invitations = [{ ...row, isExpired: false, groups: chosen(keys) }, ...invitations];
      return { invitation: key, code: row.code, urls: row.urls };
    },
    'invitations.revoke': ({ invitation }) => {
      invitations = invitations.filter(({ key }) => key !== invitation);
      return {};
    },
    'groups.save': ({ group = newKey(), name, infoHashes, people: members }) => {
      const before = groups.find(({ key }) => key === group);
      const torrents =
        infoHashes?.map((key) => ({ key, name: world.find(key)?.name ?? key })) ?? before?.torrents ?? [];
      const who = members?.map((key) => ({ key, name: find(key).name })) ?? before?.people ?? [];
      groups = [...groups.filter(({ key }) => key !== group), { key: group, name, torrents, people: who }];
      return { group };
    },
    'groups.remove': ({ group }) => {
      groups = groups.filter(({ key }) => key !== group);
      return {};
    },
  };

  return {
    handlers,
    people: () => rows(() => people, personValues),
    torrents: ({ person }) =>
      rows(() => (people.some(({ key }) => key === person) ? torrentsOf(world, person) : []), torrentValues),
    invitations: () => rows(() => invitations, {}),
    groups: () => rows(() => groups.toSorted((a, b) => a.name.localeCompare(b.name)), {}),
  };
}

const NOTHING_YET = {
  state: 'active',
  uploadedBytes: 0,
  downloadedBytes: 0,
  chargedBytes: 0,
  seededSeconds: 0,
  activeDownloads: 0,
  activeSeeds: 0,
  suspicions: [],
} as const satisfies Partial<PersonRow>;

function personOf(world: World, name: string, index: number): PersonRow {
  const chance = (about: number): number => chanceOf(index + 1, about);
  const uploadedBytes = Math.floor(chance(1) ** 3 * 900 * GIB);
  const downloadedBytes = Math.floor(chance(2) ** 3 * 400 * GIB) + 1;
  const state = PERSON_STATES[index % 5] ?? 'active';
  return {
    key: String(index + 1),
    name: textOf(world, name, index),
    role: index === 0 ? 'admin' : pick(ROLES, chance(3)),
    state,
    uploadedBytes,
    downloadedBytes,
    chargedBytes: downloadedBytes,
    ratio: uploadedBytes / downloadedBytes,
    seededSeconds: Math.floor(chance(4) * 3_000_000),
    activeDownloads: state === 'active' ? index % 3 : 0,
    activeSeeds: state === 'active' ? index : 0,
    lastSeenAt: world.startedAt - Math.floor(chance(5) ** 4 * 20 * DAY_MS),
    createdAt: world.startedAt - Math.floor(chance(6) * 400 * DAY_MS),
    ...(state === 'expired' && { expiresAt: world.startedAt - DAY_MS }),
    groups: index % 3 === 2 ? [] : [{ key: String((index % 3) + 1), name: index % 3 === 0 ? 'Accounting' : 'Video' }],
    suspicions: index === 4 ? ['unmatched-upload'] : [],
  };
}

function torrentsOf(world: World, person: string): PersonTorrentRow[] {
  return world.shares.slice(0, Number(person) % 7).map((share, index) => {
    const downloadedBytes = Math.floor(share.bytes * chanceOf(Number(person), index));
    const uploadedBytes = Math.floor(share.bytes * 2 * chanceOf(index, Number(person)));
    return {
      key: share.infoHash,
      name: share.name,
      uploadedBytes,
      downloadedBytes,
      chargedBytes: downloadedBytes,
      ...(downloadedBytes > 0 && { ratio: uploadedBytes / downloadedBytes }),
      seededSeconds: index * 9000,
      lastSeenAt: world.startedAt - index * 60_000,
      clients: index % 2,
    };
  });
}

function invitationOf(world: World, number: number): InvitationRow {
  const code = `mock-invitation-${number}`;
  return {
    key: String(number),
    role: 'member',
    uses: 12,
    usesLeft: 12 - number,
    expiresAt: world.startedAt + 7 * DAY_MS,
    isExpired: false,
    needsApproval: number % 2 === 0,
    groups: [],
    createdAt: world.startedAt - number * DAY_MS,
    createdBy: { kind: 'window' },
    code,
    urls: [`http://192.168.7.20:6969/join/${code}`],
  };
}

/** The engine lets in no names with invisible characters; all others may come. */
function textOf(world: World, name: string, index: number): string {
  return world.options.hostile ? (HOSTILE_TEXTS[index] ?? name).slice(0, 64) : name;
}

function withoutEnd(person: PersonRow): PersonRow {
  const { expiresAt: _expiresAt, ...rest } = person;
  return rest;
}

type Values<Column extends string, Row> = Readonly<Record<Column, (row: Row) => string | number>>;

const personValues: Values<PersonColumn, PersonRow> = {
  name: ({ name }) => name,
  role: ({ role }) => ROLES.indexOf(role),
  state: ({ state }) => PERSON_STATES.indexOf(state),
  uploaded: ({ uploadedBytes }) => uploadedBytes,
  downloaded: ({ downloadedBytes }) => downloadedBytes,
  ratio: ({ ratio }) => ratio ?? Number.MAX_VALUE,
  seeded: ({ seededSeconds }) => seededSeconds,
  activeDownloads: ({ activeDownloads }) => activeDownloads,
  lastSeen: ({ lastSeenAt }) => lastSeenAt ?? 0,
  createdAt: ({ createdAt }) => createdAt,
  expiresAt: ({ expiresAt }) => expiresAt ?? Number.MAX_VALUE,
};

const torrentValues: Values<PersonTorrentColumn, PersonTorrentRow> = {
  name: ({ name }) => name ?? '',
  uploaded: ({ uploadedBytes }) => uploadedBytes,
  downloaded: ({ downloadedBytes }) => downloadedBytes,
  ratio: ({ ratio }) => ratio ?? Number.MAX_VALUE,
  seeded: ({ seededSeconds }) => seededSeconds,
  lastSeen: ({ lastSeenAt }) => lastSeenAt,
};

function rows<Row extends AnyRow & { readonly key: string; readonly name?: string | undefined }>(
  items: () => readonly Row[],
  values: Readonly<Record<string, (row: Row) => string | number>>,
): RowSource<Row, Row> {
  return {
    items,
    keyOf: ({ key }) => key,
    textOf: ({ name }) => name ?? '',
    valueOf: (row, column) => values[column]?.(row) ?? 0,
    rowOf: (row) => row,
  };
}
