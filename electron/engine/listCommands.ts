import type { Actor } from '../../shared/actor.ts';
import type { ActivityKind } from '../../shared/activityKinds.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../shared/contract.ts';
import type { ListResult } from '../../shared/torrentLists.ts';
import type { People } from './people/people.ts';
import type { TorrentList } from './policy/torrentList.ts';
import { byValues } from './recordCommands.ts';
import type { Records } from './records.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';

export interface ListCommandDeps {
  readonly torrentList: TorrentList;
  readonly records: Pick<Records, 'history' | 'activity'>;
  readonly library: ShareLibrary;
  readonly people: People;
}

type ListCommand = Extract<CommandName, `tracker.${string}`>;

type ListHandlers = {
  readonly [Name in ListCommand]: (params: ParsedParams<Name>, by: Actor) => CommandResult<Name>;
};

/** What can be said of single torrents. */
export function listCommands({ torrentList, records, library, people }: ListCommandDeps): ListHandlers {
  function note(kind: ActivityKind, torrents: ListResult['listed'], by: Actor): void {
    const [first] = torrents;
    if (first === undefined) return;
    const { infoHash, name = infoHash } = first;
    if (torrents.length === 1) records.activity.note({ kind, infoHash, values: { name, ...byValues(by) } });
    else records.activity.note({ kind, values: { count: torrents.length, ...byValues(by) } });
  }

  return {
    'tracker.list': ({ items, verdict }, by) => {
      const result = torrentList.list(items, verdict, by);
      note(verdict === 'allow' ? 'torrents-allowed' : 'torrents-blocked', result.listed, by);
      return result;
    },
    'tracker.unlist': ({ infoHashes }, by) => {
      const names = new Map(infoHashes.map((infoHash) => [infoHash, torrentList.nameOf(infoHash) ?? infoHash]));
      const unlisted = torrentList.unlist(infoHashes);
      const torrents = unlisted.map((infoHash) => ({ infoHash, name: names.get(infoHash) ?? infoHash }));
      note('torrents-unlisted', torrents, by);
      for (const infoHash of unlisted) {
        if (!library.has(infoHash) && torrentList.find(infoHash) === undefined) people.forgetTorrent(infoHash);
      }
      return { unlisted };
    },
  };
}
