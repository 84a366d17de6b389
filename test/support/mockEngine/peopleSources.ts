import type { RowSource } from '../../../electron/engine/views/rowSource.ts';
import type { PersonColumn, PersonTorrentColumn } from '../../../shared/columns.ts';
import type { GroupRow, InvitationRow, PersonRow, PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import type { MockGroup, MockPeople, MockPerson } from './mockPeople.ts';

type Values<Column extends string, Row> = Readonly<Record<Column, (row: Row) => string | number>>;

const personValues: Values<PersonColumn, MockPerson> = {
  name: ({ name }) => name,
  role: ({ role }) => role,
  state: ({ state }) => state,
  uploaded: ({ uploadedBytes }) => uploadedBytes,
  downloaded: ({ downloadedBytes }) => downloadedBytes,
  ratio: ({ ratio = 0 }) => ratio,
  seeded: ({ seededSeconds }) => seededSeconds,
  activeDownloads: ({ activeDownloads }) => activeDownloads,
  lastSeen: ({ lastSeenAt = 0 }) => lastSeenAt,
  createdAt: ({ createdAt }) => createdAt,
  expiresAt: ({ expiresAt = Number.MAX_SAFE_INTEGER }) => expiresAt,
};

const torrentValues: Values<PersonTorrentColumn, PersonTorrentRow> = {
  name: ({ name = '' }) => name,
  uploaded: ({ uploadedBytes }) => uploadedBytes,
  downloaded: ({ downloadedBytes }) => downloadedBytes,
  ratio: ({ ratio = 0 }) => ratio,
  seeded: ({ seededSeconds }) => seededSeconds,
  lastSeen: ({ lastSeenAt }) => lastSeenAt,
};

export function peopleSource(mock: MockPeople, { states }: ViewSpecOf<'people'>): RowSource<MockPerson, PersonRow> {
  return {
    items: () => (states === undefined ? mock.people : mock.people.filter(({ state }) => states.includes(state))),
    keyOf: ({ key }) => key,
    textOf: ({ name, role, state }) => `${name} ${role} ${state}`,
    valueOf: (person, column) => personValues[column as PersonColumn](person),
    rowOf: (person) => mock.personRow(person),
  };
}

export function personSource(mock: MockPeople, { person }: ViewSpecOf<'person'>): RowSource<MockPerson, PersonRow> {
  return {
    ...peopleSource(mock, { kind: 'people' } as ViewSpecOf<'people'>),
    items: () => mock.people.filter(({ key }) => key === person),
  };
}

export function personTorrentsSource(
  mock: MockPeople,
  { person }: ViewSpecOf<'personTorrents'>,
): RowSource<PersonTorrentRow, PersonTorrentRow> {
  return {
    items: () => mock.torrentsOf(person),
    keyOf: ({ key }) => key,
    textOf: ({ name = '', key }) => `${name} ${key}`,
    valueOf: (torrent, column) => torrentValues[column as PersonTorrentColumn](torrent),
    rowOf: (torrent) => torrent,
  };
}

export function invitationsSource(mock: MockPeople): RowSource<InvitationRow, InvitationRow> {
  return {
    items: () => mock.invitations,
    keyOf: ({ key }) => key,
    textOf: ({ role, code }) => `${role} ${code}`,
    valueOf: () => 0,
    rowOf: (invitation) => invitation,
  };
}

export function groupsSource(mock: MockPeople): RowSource<MockGroup, GroupRow> {
  return {
    items: () => mock.groups,
    keyOf: ({ key }) => key,
    textOf: ({ name }) => name,
    valueOf: () => 0,
    rowOf: (group) => mock.groupRow(group),
  };
}
