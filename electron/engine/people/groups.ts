import type { InfoHash } from '../../../shared/infoHash.ts';
import { safeText } from '../../../shared/safeText.ts';
import { GranaryError } from '../errors.ts';
import type { GroupRecord, GroupsRepository } from '../storage/groupsRepository.ts';
import { foldedName, type Person } from './person.ts';

/**
 * Groups of people and their torrents, as feeds: who sees what. A torrent that is taken away stays in its groups, as many as a
 * group takes: should it come back, it is not there for everyone all of a sudden.
 */
export interface Groups {
  all(): readonly GroupRecord[];
  of(person: Pick<Person, 'id'>): readonly GroupRecord[];
  /** Whether a torrent is for this person: it is in no group, or in one of theirs; admins see all. */
  sees(person: Pick<Person, 'id' | 'role'>, infoHash: InfoHash): boolean;
  /** Throws `group-unknown` for one that is not there. */
  check(ids: readonly number[]): void;
  /** Throws `group-unknown` or `name-taken`. */
  save(draft: GroupDraft): GroupRecord;
  /** Puts the person into these groups and no others. Throws `group-unknown`. */
  setGroupsOf(person: Pick<Person, 'id'>, ids: readonly number[]): void;
  /** Throws `group-unknown`. */
  remove(id: number): GroupRecord;
  forgetPerson(person: Pick<Person, 'id'>): void;
}

export interface GroupDraft {
  /** Absent for a new one. */
  readonly id: number | undefined;
  readonly name: string;
  /** As they were, when absent. */
  readonly people?: readonly number[] | undefined;
  readonly infoHashes?: readonly InfoHash[] | undefined;
}

export function createGroups(repository: GroupsRepository): Groups {
  const groups = new Map(repository.load().map((group) => [group.id, group]));
  /** For each torrent that is in a group, the people that see it. */
  let audiences = audiencesOf(groups.values());

  function get(id: number): GroupRecord {
    const group = groups.get(id);
    if (group !== undefined) return group;
    throw new GranaryError('group-unknown', `there is no group ${id}`, { hint: 'it may have been removed meanwhile' });
  }

  function put(group: GroupRecord): void {
    repository.update(group);
    groups.set(group.id, group);
    audiences = audiencesOf(groups.values());
  }

  function checkName(name: string, id: number | undefined): void {
    if (safeText(name) !== name) {
      throw new GranaryError('bad-input', `the name ${safeText(name, 80)} holds characters that cannot be seen`, {
        because: { reason: 'name-invisible', name: safeText(name, 80) },
      });
    }
    const holder = [...groups.values()].find((group) => group.foldedName === foldedName(name));
    if (holder === undefined || holder.id === id) return;
    throw new GranaryError('name-taken', `there is a group called ${holder.name} already`, {
      hint: 'choose another name; case and accents do not make a difference',
      because: { reason: 'name-taken', name: holder.name },
    });
  }

  return {
    all: () => [...groups.values()],
    of: ({ id }) => [...groups.values()].filter(({ people }) => people.includes(id)),
    sees({ id, role }, infoHash) {
      const audience = audiences.get(infoHash);
      return audience === undefined || role === 'admin' || audience.has(id);
    },
    check(ids) {
      for (const id of ids) get(id);
    },
    save({ id, name, people, infoHashes }) {
      const before = id === undefined ? undefined : get(id);
      checkName(name, id);
      const named = { name, foldedName: foldedName(name) };
      const group: GroupRecord = {
        id: before?.id ?? repository.insert(named),
        ...named,
        people: [...new Set(people ?? before?.people)],
        infoHashes: [...new Set(infoHashes ?? before?.infoHashes)],
      };
      put(group);
      return group;
    },
    setGroupsOf({ id: person }, ids) {
      for (const id of ids) get(id);
      for (const group of groups.values()) {
        const [isIn, shouldBeIn] = [group.people.includes(person), ids.includes(group.id)];
        if (isIn === shouldBeIn) continue;
        const others = group.people.filter((each) => each !== person);
        put({ ...group, people: shouldBeIn ? [...others, person] : others });
      }
    },
    remove(id) {
      const group = get(id);
      repository.remove(id);
      groups.delete(id);
      audiences = audiencesOf(groups.values());
      return group;
    },
    forgetPerson({ id: person }) {
      for (const group of groups.values()) {
        if (!group.people.includes(person)) continue;
        groups.set(group.id, { ...group, people: group.people.filter((each) => each !== person) });
      }
      audiences = audiencesOf(groups.values());
    },
  };
}

function audiencesOf(groups: Iterable<GroupRecord>): ReadonlyMap<InfoHash, ReadonlySet<number>> {
  const audiences = new Map<InfoHash, Set<number>>();
  for (const { people, infoHashes } of groups) {
    for (const infoHash of infoHashes) {
      const audience = audiences.get(infoHash) ?? new Set();
      for (const person of people) audience.add(person);
      audiences.set(infoHash, audience);
    }
  }
  return audiences;
}
