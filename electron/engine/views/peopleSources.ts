import type { PersonColumn, PersonTorrentColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { PERSON_STATES, ROLES } from '../../../shared/people.ts';
import type { GroupRow, InvitationRow, PersonRow, PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import type { TorrentEntry } from '../people/ledger.ts';
import type { People } from '../people/people.ts';
import { type Person, ratioOf, stateOf } from '../people/person.ts';
import { owedMsOf } from '../people/rules.ts';
import type { Clock } from '../ports.ts';
import type { TorrentList } from '../policy/torrentList.ts';
import type { ShareLibrary } from '../shares/shareLibrary.ts';
import { rowsAsItems } from './fixedRows.ts';
import type { RowSource } from './rowSource.ts';

export interface PeopleSourcesDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly people: People;
  readonly library: Pick<ShareLibrary, 'find'>;
  readonly torrentList: Pick<TorrentList, 'nameOf'>;
  readonly invitationUrls: (code: string) => string[];
}

/** Beyond any time and any ratio: what never ends and what has no ratio stands last. */
const NEVER = Number.MAX_VALUE;

export function createPeopleSource(
  deps: PeopleSourcesDeps,
  { states }: Pick<ViewSpecOf<'people'>, 'states'>,
): RowSource<Person, PersonRow> {
  const { people, clock } = deps;
  const isWanted = (person: Person): boolean => states?.includes(stateOf(person, clock.now())) ?? true;
  return {
    ...ofPeople(deps),
    items: () => (states === undefined ? people.all() : people.all().filter(isWanted)),
  };
}

/** Empty once the person is not there any more. */
export function createPersonSource(
  deps: PeopleSourcesDeps,
  { person }: ViewSpecOf<'person'>,
): RowSource<Person, PersonRow> {
  return {
    ...ofPeople(deps),
    items() {
      const found = deps.people.find(Number(person));
      return found === undefined ? [] : [found];
    },
  };
}

function ofPeople({ people, clock }: PeopleSourcesDeps): Omit<RowSource<Person, PersonRow>, 'items'> {
  const values: Readonly<Record<PersonColumn, (person: Person) => string | number>> = {
    name: ({ name }) => name,
    role: ({ role }) => ROLES.indexOf(role),
    state: (person) => PERSON_STATES.indexOf(stateOf(person, clock.now())),
    uploaded: ({ ledger }) => Number(ledger.uploaded),
    downloaded: ({ ledger }) => Number(ledger.downloaded),
    ratio: ({ ledger }) => ratioOf(ledger) ?? NEVER,
    seeded: ({ ledger }) => ledger.seededMs,
    activeDownloads: ({ ledger }) => ledger.activeDownloads,
    lastSeen: ({ ledger }) => ledger.lastSeenAt ?? 0,
    createdAt: ({ createdAt }) => createdAt,
    expiresAt: ({ expiresAt }) => expiresAt ?? NEVER,
  };
  return {
    keyOf: ({ id }) => String(id),
    textOf: ({ name }) => name,
    valueOf: (person, column) => values[column as PersonColumn](person),
    rowOf: (person) => personRow(person, { people, now: clock.now() }),
  };
}

function personRow(person: Person, { people, now }: { readonly people: People; readonly now: number }): PersonRow {
  const { id, name, role, createdAt, expiresAt, suspicions, ledger } = person;
  const { activeDownloads, activeSeeds, lastSeenAt } = ledger;
  return {
    key: String(id),
    name,
    role,
    state: stateOf(person, now),
    ...transfersOf(ledger),
    activeDownloads,
    activeSeeds,
    ...(lastSeenAt !== undefined && { lastSeenAt }),
    createdAt,
    ...(expiresAt !== undefined && { expiresAt }),
    groups: people.groups.of(person).map((group) => ({ key: String(group.id), name: group.name })),
    suspicions: [...suspicions],
  };
}

type Transfers = Pick<PersonRow, 'uploadedBytes' | 'downloadedBytes' | 'chargedBytes' | 'ratio' | 'seededSeconds'>;

function transfersOf(sums: Pick<TorrentEntry, 'uploaded' | 'downloaded' | 'charged' | 'seededMs'>): Transfers {
  const ratio = ratioOf(sums);
  return {
    uploadedBytes: shown(sums.uploaded),
    downloadedBytes: shown(sums.downloaded),
    chargedBytes: shown(sums.charged),
    ...(ratio !== undefined && { ratio }),
    seededSeconds: Math.floor(sums.seededMs / 1000),
  };
}

/** The contract's numbers are exact to nine petabytes; more is shown as that. */
function shown(bytes: bigint): number {
  return bytes > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(bytes);
}

/** Empty for a person who is not there any more. */
export function createPersonTorrentsSource(
  { people, library, torrentList }: PeopleSourcesDeps,
  { person }: ViewSpecOf<'personTorrents'>,
): RowSource<TorrentEntry, PersonTorrentRow> {
  const nameOf = (infoHash: InfoHash): string | undefined =>
    library.find(infoHash)?.torrent.info.name ?? torrentList.nameOf(infoHash);
  const values: Readonly<Record<PersonTorrentColumn, (torrent: TorrentEntry) => string | number>> = {
    name: ({ infoHash }) => nameOf(infoHash) ?? '',
    uploaded: ({ uploaded }) => Number(uploaded),
    downloaded: ({ downloaded }) => Number(downloaded),
    ratio: (torrent) => ratioOf(torrent) ?? NEVER,
    seeded: ({ seededMs }) => seededMs,
    lastSeen: ({ lastSeenAt }) => lastSeenAt,
  };
  return {
    items: () => [...(people.find(Number(person))?.ledger.torrents.values() ?? [])],
    keyOf: ({ infoHash }) => infoHash,
    textOf: ({ infoHash }) => `${nameOf(infoHash) ?? ''} ${infoHash}`,
    valueOf: (torrent, column) => values[column as PersonTorrentColumn](torrent),
    rowOf(torrent) {
      const { infoHash, completedAt, lastSeenAt, downloading, seeding } = torrent;
      const name = nameOf(infoHash);
      const owedMs = owedMsOf(torrent, people.rules.rules);
      return {
        key: infoHash,
        ...(name !== undefined && { name }),
        ...transfersOf(torrent),
        ...(completedAt !== undefined && { completedAt }),
        lastSeenAt,
        clients: downloading + seeding,
        ...(owedMs > 0 && { owedSeconds: Math.ceil(owedMs / 1000) }),
      };
    },
  };
}

export function createInvitationsSource(deps: PeopleSourcesDeps): RowSource<InvitationRow, InvitationRow> {
  const { people, clock } = deps;
  const names = (): Map<number, string> => new Map(people.groups.all().map(({ id, name }) => [id, name]));
  return rowsAsItems(
    () => {
      const groupNames = names();
      return people.invitations
        .all()
        .map(({ id, groups, createdBy, ...invitation }) => ({
          ...invitation,
          key: String(id),
          isExpired: invitation.expiresAt <= clock.now(),
          createdBy: { ...createdBy },
          groups: groups.map((group) => ({ key: String(group), name: groupNames.get(group) ?? '' })),
          urls: deps.invitationUrls(invitation.code),
        }))
        .toReversed();
    },
    ({ role, createdBy, groups }) => [role, createdBy.name, ...groups.map(({ name }) => name)].join(' '),
  );
}

export function createGroupsSource({ people, library, torrentList }: PeopleSourcesDeps): RowSource<GroupRow, GroupRow> {
  const torrentOf = (infoHash: InfoHash): GroupRow['torrents'][number] => {
    const share = library.find(infoHash);
    const name = share?.torrent.info.name ?? torrentList.nameOf(infoHash);
    return { key: infoHash, isShared: share !== undefined, ...(name !== undefined && { name }) };
  };
  return rowsAsItems(
    () =>
      people.groups
        .all()
        .toSorted((a, b) => (a.foldedName < b.foldedName ? -1 : 1))
        .map(({ id, name, people: members, infoHashes }) => ({
          key: String(id),
          name,
          people: members.map((person) => ({ key: String(person), name: people.find(person)?.name ?? '' })),
          torrents: infoHashes.map(torrentOf),
        })),
    ({ name, people: members }) => [name, ...members.map((member) => member.name)].join(' '),
  );
}
