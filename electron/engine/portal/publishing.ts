import type { Actor } from '../../../shared/actor.ts';
import type { EngineApi } from '../../../shared/contract.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { MAX_LISTED } from '../../../shared/people.ts';
import { parseTorrent } from '../metainfo/torrentParser.ts';
import type { People } from '../people/people.ts';
import type { Person } from '../people/person.ts';
import type { ListedEntry, TorrentList } from '../policy/torrentList.ts';
import type { GroupRecord } from '../storage/groupsRepository.ts';
import type { SiteCatalogue } from './siteCatalogue.ts';

/** Torrents that people of a private tracker put on its list themselves, and take off again. Publishers and admins may. */
export interface Publishing {
  mayPublish(person: Publisher): boolean;
  /** To which a torrent of theirs can be limited: the groups that they are in, and all for admins. */
  groupsFor(person: Publisher): readonly Pick<GroupRecord, 'id' | 'name'>[];
  /** Rejects with `disk-full` and the like, and then nothing is published. */
  publish(draft: Draft, person: Publisher): Promise<Published>;
  /** The entry, if this person may take it off: their own, or as an admin whatever was published. */
  withdrawable(infoHash: InfoHash, person: Publisher): ListedEntry | undefined;
  /** False where they may not. */
  withdraw(infoHash: InfoHash, person: Publisher): Promise<boolean>;
}

export type Publisher = Pick<Person, 'id' | 'name' | 'role' | 'passkey'>;

export interface Draft {
  /** Of a .torrent file, untrusted. */
  readonly bytes: Uint8Array;
  /** Ids of the groups whose people alone are to see it; none for everyone. */
  readonly groups: readonly number[];
}

export type Published =
  | { readonly kind: 'published'; readonly infoHash: InfoHash }
  /** It is shared or listed already, and they see it. */
  | { readonly kind: 'there'; readonly infoHash: InfoHash }
  /** It is here for others, or will be. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'blocked' | 'bad-torrent' | 'bad-group' | 'group-full' | 'list-full' | 'files-full' };

export interface PublishingDeps {
  readonly api: Pick<EngineApi, 'call'>;
  readonly torrentList: Pick<TorrentList, 'find'>;
  readonly catalogue: Pick<SiteCatalogue, 'find'>;
  readonly isShared: (infoHash: InfoHash) => boolean;
  readonly people: Pick<People, 'groups' | 'saveGroup'>;
}

export function createPublishing({ api, torrentList, catalogue, isShared, people }: PublishingDeps): Publishing {
  const mayPublish = ({ role }: Publisher): boolean => role !== 'member';

  function groupsFor(person: Publisher): readonly GroupRecord[] {
    return person.role === 'admin' ? people.groups.all() : people.groups.of(person);
  }

  /** Why a torrent cannot be published by this person. */
  function obstacleOf(infoHash: InfoHash, person: Publisher): Published | undefined {
    const entry = torrentList.find(infoHash);
    if (entry?.verdict === 'block') return { kind: 'blocked' };
    if (catalogue.find(infoHash, { person }) !== undefined) return { kind: 'there', infoHash };
    const isHere = entry !== undefined || isShared(infoHash);
    return isHere || !people.groups.sees(person, infoHash) ? { kind: 'hidden' } : undefined;
  }

  /** Answers how to undo it. */
  function limitTo(groups: readonly GroupRecord[], infoHash: InfoHash, by: Actor): () => void {
    const save = ({ id, name }: GroupRecord, infoHashes: readonly InfoHash[]) =>
      people.saveGroup({ id, name, infoHashes }, by);
    for (const group of groups) save(group, [...group.infoHashes, infoHash]);
    return () => {
      for (const group of groups) save(group, group.infoHashes);
    };
  }

  async function list(bytes: Uint8Array, by: Actor): Promise<'listed' | 'list-full' | 'files-full' | 'bad-torrent'> {
    const items = [{ kind: 'torrent' as const, base64: Buffer.from(bytes).toString('base64') }];
    const { rejected } = await api.call('tracker.list', { items, verdict: 'allow' }, by);
    const reason = rejected[0]?.reason;
    if (reason === undefined) return 'listed';
    return reason === 'list-full' || reason === 'files-full' ? reason : 'bad-torrent';
  }

  function withdrawable(infoHash: InfoHash, person: Publisher): ListedEntry | undefined {
    const entry = torrentList.find(infoHash);
    if (entry?.publishedBy === undefined || entry.verdict === 'block' || isShared(infoHash)) return undefined;
    const isTheirs = entry.publishedBy === person.id && mayPublish(person);
    return isTheirs || person.role === 'admin' ? entry : undefined;
  }

  return {
    mayPublish,
    groupsFor,
    async publish({ bytes, groups: ids }, person) {
      const torrent = parseTorrent(bytes);
      if (!torrent.ok) return { kind: 'bad-torrent' };
      const { infoHash } = torrent.value.info;
      const obstacle = obstacleOf(infoHash, person);
      if (obstacle !== undefined) return obstacle;
      const groups = groupsFor(person).filter(({ id }) => ids.includes(id));
      if (groups.length !== new Set(ids).size) return { kind: 'bad-group' };
      if (groups.some(({ infoHashes }) => infoHashes.length >= MAX_LISTED)) return { kind: 'group-full' };
      const by = actorOf(person);
      // Groups come first: nobody else is to find it for a moment, or for ever should the list fail.
      const widen = limitTo(groups, infoHash, by);
      const outcome = await list(bytes, by).catch((error: unknown) => {
        widen();
        throw error;
      });
      if (outcome === 'listed') return { kind: 'published', infoHash };
      widen();
      return { kind: outcome };
    },
    withdrawable,
    async withdraw(infoHash, person) {
      if (withdrawable(infoHash, person) === undefined) return false;
      await api.call('tracker.unlist', { infoHashes: [infoHash] }, actorOf(person));
      return true;
    },
  };
}

function actorOf({ id, name }: Publisher): Actor {
  return { kind: 'site', name, person: id };
}
