import type { NoticeBecause } from '../../../shared/because.ts';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import { asGranaryError, type GranaryError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ActivityRecord, ActivityRepository } from '../storage/activityRepository.ts';
import { createKindLimits } from './kindLimits.ts';

export interface NewActivity {
  readonly kind: ActivityKind;
  /** `info` when absent. */
  readonly level?: ActivityEntry['level'];
  readonly infoHash?: string | undefined;
  /** Texts from strangers are cut to a length that is fit to keep. */
  readonly values?: Readonly<Record<string, string | number | undefined>>;
}

/** What happened, the newest ten thousand of it, for people to read later. */
export interface ActivityLog {
  /** More of one kind than a person would read are counted instead, and the count is noted. Does nothing after `stop`. */
  note(activity: NewActivity): void;
  /** Newest first. The same array until there is something new. */
  items(): readonly ActivityEntry[];
  /** Writes what is not written yet. */
  stop(): void;
}

export interface ActivityLogDeps {
  readonly clock: Clock;
  readonly repository: ActivityRepository;
  /** Called when writing begins to fail, and not again before it works. */
  readonly onFailure: (error: GranaryError) => void;
}

export const MAX_ENTRIES = 10_000;

const FLUSH_MS = 3000;
const PRUNE_ROWS = 500;
const MAX_TEXT = 500;
const LEVELS: readonly ActivityEntry['level'][] = ['info', 'warning', 'error'];

export function createActivityLog({ clock, repository, onFailure }: ActivityLogDeps): ActivityLog {
  const limits = createKindLimits(clock);
  let lastId = repository.lastId();
  let unwritten: ActivityRecord[] = [];
  let isFailing = false;
  let isStopped = false;
  /** Read from the disk at the first look: an engine that nobody looks at need not hold them. */
  let entries: ActivityEntry[] | undefined;
  let newestFirst: readonly ActivityEntry[] | undefined;
  const timer = clock.every(FLUSH_MS, () => {
    for (const { kind, count } of limits.leftOut()) append(leftOutNotice(kind, count));
    flush();
  });

  function append({ kind, level = 'info', infoHash, values = {} }: NewActivity): void {
    const record = { id: ++lastId, at: clock.now(), kind, level, infoHash, values: boundedValues(values) };
    unwritten.push(record);
    if (unwritten.length > MAX_ENTRIES) unwritten = unwritten.slice(-MAX_ENTRIES);
    if (entries !== undefined) entries = [...entries.slice(1 - MAX_ENTRIES), entryOf(record)];
    newestFirst = undefined;
  }

  function flush(): void {
    if (unwritten.length === 0) return;
    try {
      repository.add(unwritten);
      unwritten = [];
      isFailing = false;
      repository.prune({ before: lastId - MAX_ENTRIES + 1, limit: PRUNE_ROWS });
    } catch (error) {
      if (!isFailing) onFailure(asGranaryError(error));
      isFailing = true;
    }
  }

  function load(): ActivityEntry[] {
    const pending = new Set(unwritten.map(({ id }) => id));
    const stored = repository.newest(MAX_ENTRIES).filter(({ id }) => !pending.has(id));
    return [...stored, ...unwritten].slice(-MAX_ENTRIES).map(entryOf);
  }

  return {
    note(activity) {
      if (!isStopped && limits.admits(activity.kind)) append(activity);
    },
    items() {
      entries ??= load();
      newestFirst ??= entries.toReversed();
      return newestFirst;
    },
    stop() {
      if (isStopped) return;
      isStopped = true;
      timer.cancel();
      flush();
    },
  };
}

/** A level that some other version wrote reads as the mildest. */
function entryOf({ id, at, kind, level, infoHash, values }: ActivityRecord): ActivityEntry {
  return {
    key: String(id),
    at,
    kind: kind as ActivityKind,
    level: LEVELS.find((known) => known === level) ?? 'info',
    ...(infoHash !== undefined && { infoHash }),
    values: { ...values },
  };
}

function boundedValues(values: NonNullable<NewActivity['values']>): Record<string, string | number> {
  const known = Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value]),
  );
}

function leftOutNotice(kind: ActivityKind, count: number): NewActivity {
  const because: NoticeBecause = { reason: 'entries-left-out', figure: count };
  const message = `${count} more entries of the kind ${kind} were left out`;
  return { kind: 'notice', values: { ...because, message, count } };
}
