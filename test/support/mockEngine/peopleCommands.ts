import { createHash } from 'node:crypto';
import { GranaryError } from '../../../electron/engine/errors.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../shared/contract.ts';
import { linksOf, type MockGroup, type MockPeople, type MockPerson } from './mockPeople.ts';
import { find } from './rowSources.ts';
import { torrentBytes } from './torrentBytes.ts';
import type { World } from './world.ts';

type PeopleCommand = Extract<CommandName, `people.${string}` | `invitations.${string}` | `groups.${string}`>;

type PeopleHandlers = {
  readonly [Name in PeopleCommand]: (params: ParsedParams<Name>) => CommandResult<Name>;
};

const LEAST_PASSWORD_CHARACTERS = 8;

/** What a window does with people, done to the mock's. */
export function createPeopleHandlers(mock: MockPeople, world: World): PeopleHandlers {
  const resets = new Map<string, number>();
  const passkeyOf = (person: string): string => passkey(`${person} ${resets.get(person) ?? 0}`);

  function personOf(key: string): MockPerson {
    const person = mock.people.find((known) => known.key === key);
    if (person !== undefined) return person;
    throw new GranaryError('person-unknown', 'this person is not here any more');
  }

  function joinGroups(person: string, wanted: readonly string[]): void {
    for (const group of mock.groups) {
      const others = group.people.filter((key) => key !== person);
      group.people = wanted.includes(group.key) ? [...others, person] : others;
    }
  }

  function refuseTaken(name: string, but?: string): void {
    const isTaken = mock.people.some((known) => known.key !== but && known.name.toLowerCase() === name.toLowerCase());
    if (isTaken) {
      throw new GranaryError('name-taken', `somebody is called ${name} already`, {
        because: { reason: 'name-taken', name },
      });
    }
  }

  return {
    'people.create': ({ name, password, role, expiresAt, groups }) => {
      refuseTaken(name);
      refuseShort(password);
      const key = mock.nextKey();
      const person = newPerson({ key, name, role, createdAt: world.now() });
      mock.people.push(expiresAt === undefined ? person : { ...person, expiresAt });
      joinGroups(key, groups);
      return { person: key, passkey: passkeyOf(key) };
    },
    'people.change': ({ person: key, name, password, role, isDisabled, expiresAt, groups, clearSuspicions }) => {
      const person = personOf(key);
      if (name !== undefined) {
        refuseTaken(name, key);
        person.name = name;
      }
      if (password !== undefined) refuseShort(password);
      if (role !== undefined) person.role = role;
      if (isDisabled !== undefined) person.state = isDisabled ? 'disabled' : 'active';
      if (expiresAt === null) delete person.expiresAt;
      else if (expiresAt !== undefined) person.expiresAt = expiresAt;
      if (person.state === 'expired' && expiresAt !== undefined) person.state = 'active';
      if (groups !== undefined) joinGroups(key, groups);
      if (clearSuspicions === true) person.suspicions = [];
      return {};
    },
    'people.remove': ({ person }) => {
      mock.people.splice(mock.people.indexOf(personOf(person)), 1);
      return {};
    },
    'people.approve': ({ person: key }) => {
      const person = personOf(key);
      if (person.state === 'waiting') person.state = 'active';
      return {};
    },
    'people.resetPasskey': ({ person }) => {
      resets.set(personOf(person).key, (resets.get(person) ?? 0) + 1);
      return { passkey: passkeyOf(person) };
    },
    'people.links': ({ person }) => {
      const key = passkeyOf(personOf(person).key);
      return { passkey: key, trackers: announceUrlsOf(key) };
    },
    'people.torrent': ({ person, infoHash }) => {
      const share = find(world, infoHash);
      const tracker = encodeURIComponent(announceUrlsOf(passkeyOf(personOf(person).key))[0]?.[0] ?? '');
      return {
        fileName: `${share.name}.torrent`,
        base64: torrentBytes(share).toString('base64'),
        magnet: `magnet:?xt=urn:btih:${infoHash}&tr=${tracker}`,
      };
    },
    'people.setFreeLeech': ({ infoHashes, isFree }) => {
      for (const infoHash of infoHashes) {
        if (isFree) mock.free.add(infoHash);
        else mock.free.delete(infoHash);
      }
      return {};
    },
    'invitations.create': ({ groups, ...invitation }) => {
      const key = mock.nextKey();
      const links = linksOf(passkey(`invitation ${key}`).slice(0, 22));
      mock.invitations.unshift({
        key,
        ...invitation,
        ...links,
        usesLeft: invitation.uses,
        isExpired: false,
        groups: mock.groups
          .filter((group) => groups.includes(group.key))
          .map((group) => ({ key: group.key, name: group.name })),
        createdAt: world.now(),
        createdBy: { kind: 'window' },
      });
      return { invitation: key, ...links };
    },
    'invitations.revoke': ({ invitation }) => {
      const at = mock.invitations.findIndex(({ key }) => key === invitation);
      if (at >= 0) mock.invitations.splice(at, 1);
      return {};
    },
    'groups.save': ({ group: key, name, infoHashes, people }) => {
      const group = groupOf(mock, { key, name });
      group.name = name;
      if (infoHashes !== undefined) group.infoHashes = infoHashes;
      if (people !== undefined) group.people = people;
      return { group: group.key };
    },
    'groups.remove': ({ group }) => {
      const at = mock.groups.findIndex(({ key }) => key === group);
      if (at >= 0) mock.groups.splice(at, 1);
      return {};
    },
  };
}

function newPerson(person: Pick<MockPerson, 'key' | 'name' | 'role' | 'createdAt'>): MockPerson {
  return {
    ...person,
    state: 'active',
    uploadedBytes: 0,
    downloadedBytes: 0,
    chargedBytes: 0,
    seededSeconds: 0,
    activeDownloads: 0,
    activeSeeds: 0,
    groups: [],
    suspicions: [],
  };
}

function groupOf(
  mock: MockPeople,
  { key, name }: { readonly key: string | undefined; readonly name: string },
): MockGroup {
  const known = mock.groups.find((group) => group.key === key);
  if (known !== undefined) return known;
  const group: MockGroup = { key: mock.nextKey(), name, people: [], infoHashes: [] };
  mock.groups.push(group);
  return group;
}

function refuseShort(password: string): void {
  if (password.length >= LEAST_PASSWORD_CHARACTERS) return;
  throw new GranaryError('bad-input', `a password has ${LEAST_PASSWORD_CHARACTERS} characters or more`, {
    because: { reason: 'password-short', least: LEAST_PASSWORD_CHARACTERS },
  });
}

function passkey(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 32);
}

function announceUrlsOf(key: string): string[][] {
  return [
    [`http://192.168.7.20:6969/${key}/announce`, `udp://192.168.7.20:6969/${key}/announce`],
    [`http://[fd00:7::20]:6969/${key}/announce`, `udp://[fd00:7::20]:6969/${key}/announce`],
  ];
}
