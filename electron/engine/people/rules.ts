import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Refusal } from '../tracker/announce.ts';
import type { Ledger, TorrentEntry } from './ledger.ts';

/** What is asked of people besides a passkey. Each rule is off until it is set, and none keeps anyone from seeding. */
export interface Rules {
  /** Uploaded by what counts as downloaded, in hundredths; 0 for none. */
  readonly minRatioPercent: number;
  /** What may be downloaded before the ratio counts. */
  readonly ratioGraceBytes: number;
  /** Torrents that one person downloads at the same time; 0 for any number. */
  readonly maxActiveDownloads: number;
  /** For which what was downloaded is to be seeded, unless as much was uploaded of it; 0 for none. */
  readonly seedingHours: number;
  /** Nothing counts against anybody's ratio. */
  readonly freeLeech: boolean;
}

export interface RuleBook {
  readonly rules: Rules;
  set(rules: Rules): void;
  /** Asked for a client that wants to download; in words for the person at it. */
  refusalOf(ledger: Ledger, infoHash: InfoHash): Refusal | undefined;
}

const HOUR_MS = 3_600_000;

export function createRuleBook(first: Rules): RuleBook {
  let current = compiled(first);
  return {
    get rules() {
      return current.rules;
    },
    set(rules) {
      current = compiled(rules);
    },
    refusalOf(ledger, infoHash) {
      const { rules, words } = current;
      if (isBelowRatio(ledger, current)) return words.ratio;
      const torrent = ledger.torrents.get(infoHash);
      // What is under way may end.
      if (torrent !== undefined && torrent.downloading > 0) return undefined;
      if (rules.maxActiveDownloads > 0 && ledger.activeDownloads >= rules.maxActiveDownloads) return words.downloads;
      if (rules.seedingHours > 0 && owesSeeding(ledger, rules)) return words.seeding;
      return undefined;
    },
  };
}

interface Compiled {
  readonly rules: Rules;
  readonly percent: bigint;
  readonly grace: bigint;
  readonly words: Readonly<Record<'ratio' | 'downloads' | 'seeding', Refusal>>;
}

/** Words are made when a rule changes: announces come far more often. */
function compiled(rules: Rules): Compiled {
  const { minRatioPercent, maxActiveDownloads, seedingHours, ratioGraceBytes } = rules;
  const ratio = (minRatioPercent / 100).toFixed(2);
  const refused = (message: string): Refusal => ({ code: 'refused', message });
  return {
    rules,
    percent: BigInt(minRatioPercent),
    grace: BigInt(ratioGraceBytes),
    words: {
      ratio: refused(
        `your ratio is below ${ratio}, which this tracker asks for: seed what you have, then download more`,
      ),
      downloads: refused(`you download as many torrents as this tracker allows at a time (${maxActiveDownloads})`),
      seeding: refused(`seed what you finished (${seedingHours} h each), then download more`),
    },
  };
}

function isBelowRatio({ uploaded, charged }: Ledger, { percent, grace }: Compiled): boolean {
  return percent > 0n && charged > grace && uploaded * 100n < charged * percent;
}

function owesSeeding({ torrents }: Ledger, rules: Rules): boolean {
  for (const torrent of torrents.values()) if (torrent.seeding === 0 && owedMsOf(torrent, rules) > 0) return true;
  return false;
}

/** For how long a torrent is still to be seeded; 0 when nothing is owed. */
export function owedMsOf(torrent: TorrentEntry, { seedingHours }: Pick<Rules, 'seedingHours'>): number {
  if (torrent.completedAt === undefined || torrent.uploaded >= torrent.downloaded) return 0;
  return Math.max(0, seedingHours * HOUR_MS - torrent.seededMs);
}
