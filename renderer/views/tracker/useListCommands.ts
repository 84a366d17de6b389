import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientApi } from '../../../shared/contract.ts';
import { inRequests, joinResults } from '../../../shared/listRequests.ts';
import type { ListedRow, ListItem, ListResult, ListVerdict } from '../../../shared/torrentLists.ts';
import { toast } from '../../components/toast.ts';
import { useEngine, useViewClient } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { showUndo } from '../settings/undoToast.ts';
import { readListed } from './readListed.ts';

export interface ListCommands {
  /** Resolves to what came of it, of which nothing was told yet; undefined when it failed, which was told then. */
  add(items: readonly ListItem[], verdict: ListVerdict): Promise<Added | undefined>;
  /** Tells of one or several additions, with a way back from all of them. */
  tell(additions: readonly Added[]): void;
  /** Says this of torrents. `also` is done when it is undone. */
  judge(infoHashes: readonly string[], verdict: ListVerdict, also?: () => Promise<void>): void;
  remove(infoHashes: readonly string[]): void;
}

export interface Added extends Readonly<ListResult> {
  readonly verdict: ListVerdict;
  undo(): Promise<void>;
}

type Before = ReadonlyMap<string, ListedRow>;

interface Judgement {
  readonly verdict: ListVerdict;
  readonly also: (() => Promise<void>) | undefined;
}

interface Done {
  readonly title: string;
  readonly description?: string;
  readonly undo: () => Promise<void>;
}

/** What can be done to the tracker's list: each is told with a way back, and every failure with its reason. */
export function useListCommands(): ListCommands {
  const { t } = useTranslation('tracker');
  const { call } = useEngine();
  const views = useViewClient();
  const words = useErrorText();
  const format = useFormat();
  return useMemo(() => {
    const fail = (error: unknown): void => toast.failed(t('list.failed'), words(error));
    function tellDone({ title, description, undo }: Done): void {
      showUndo({
        title,
        ...(description !== undefined && { description }),
        tone: 'success',
        action: { label: t('undo'), onAction: () => void undo().catch(fail) },
      });
    }
    function tellAdded(additions: readonly Added[]): void {
      const listed = additions.flatMap((addition) => addition.listed);
      const [first] = listed;
      if (first === undefined) return;
      const counted = { count: listed.length, figure: format.count(listed.length) };
      tellDone({
        title: additions.at(-1)?.verdict === 'allow' ? t('list.allowed', counted) : t('list.blocked', counted),
        ...(listed.length === 1 && { description: safeText(first.name ?? first.infoHash) }),
        undo: async () => {
          for (const addition of additions.toReversed()) await addition.undo();
        },
      });
    }
    async function add(items: readonly ListItem[], verdict: ListVerdict): Promise<Added> {
      const before = await readListed(views);
      const result = await listAll(call, items, verdict);
      const infoHashes = result.listed.map(({ infoHash }) => infoHash);
      return {
        ...result,
        listed: named(result.listed, before),
        verdict,
        undo: () => restore(call, infoHashes, before),
      };
    }
    async function judge(infoHashes: readonly string[], { verdict, also }: Judgement): Promise<void> {
      const added = await add(infoHashes.map(itemOf), verdict);
      const undo = async (): Promise<void> => {
        await added.undo();
        await also?.();
      };
      tellAdded([{ ...added, undo }]);
    }
    async function remove(infoHashes: readonly string[]): Promise<void> {
      const before = await readListed(views);
      const unlisted: string[] = [];
      for (const some of slices(infoHashes))
        unlisted.push(...(await call('tracker.unlist', { infoHashes: some })).unlisted);
      const kept = infoHashes.length - unlisted.length;
      const count = unlisted.length;
      const keptText = t('list.kept', { count: kept, figure: format.count(kept) });
      if (count === 0) toast.show({ title: keptText });
      else {
        tellDone({
          title: t('list.removed', { count, figure: format.count(count) }),
          ...(kept > 0 && { description: keptText }),
          undo: () => restore(call, unlisted, before),
        });
      }
    }
    return {
      add: async (items, verdict) => {
        try {
          return await add(items, verdict);
        } catch (error) {
          fail(error);
          return undefined;
        }
      },
      tell: tellAdded,
      judge: (infoHashes, verdict, also) => void judge(infoHashes, { verdict, also }).catch(fail),
      remove: (infoHashes) => void remove(infoHashes).catch(fail),
    };
  }, [call, views, words, format, t]);
}

const TORRENTS_AT_A_TIME = 1000;

function* slices(infoHashes: readonly string[]): Generator<string[]> {
  for (let first = 0; first < infoHashes.length; first += TORRENTS_AT_A_TIME) {
    yield infoHashes.slice(first, first + TORRENTS_AT_A_TIME);
  }
}

function itemOf(infoHash: string): ListItem {
  return { kind: 'infoHash', infoHash };
}

/** With the names that the list knew before, for those that were given without one. */
function named(listed: ListResult['listed'], before: Before): ListResult['listed'] {
  return listed.map((torrent) => {
    const name = torrent.name ?? before.get(torrent.infoHash)?.name;
    return name === undefined ? torrent : { ...torrent, name };
  });
}

/** In as many requests as it takes, one after another. */
async function listAll(
  call: ClientApi['call'],
  items: readonly ListItem[],
  verdict: ListVerdict,
): Promise<Readonly<ListResult>> {
  const requests = inRequests(items);
  const results: ListResult[] = [];
  for (const request of requests) results.push(await call('tracker.list', { items: [...request], verdict }));
  return joinResults(requests, results);
}

/** Makes the list say of these torrents what it said before; what a folder says comes back by itself. */
async function restore(call: ClientApi['call'], infoHashes: readonly string[], before: Before): Promise<void> {
  const byPerson = infoHashes.flatMap((infoHash) => {
    const row = before.get(infoHash);
    return row?.origin === 'person' ? [row] : [];
  });
  const kept = new Set(byPerson.map(({ key }) => key));
  const fresh = infoHashes.filter((infoHash) => !kept.has(infoHash));
  for (const some of slices(fresh)) await call('tracker.unlist', { infoHashes: some });
  for (const verdict of ['allow', 'block'] as const) {
    const rows = byPerson.filter((row) => row.verdict === verdict);
    await listAll(
      call,
      rows.map(({ key, name }) => ({ kind: 'infoHash', infoHash: key, ...(name !== undefined && { name }) })),
      verdict,
    );
  }
}
