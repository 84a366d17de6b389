import { parseArgs } from 'node:util';
import { commands } from '../../../shared/contract.ts';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';

/** What a mock engine is to look like. The same options give the same world, whenever and wherever it is made. */
export interface MockOptions {
  readonly shares: number;
  /** Peers of the biggest swarm; the others are as small as swarms usually are. */
  readonly peers: number;
  readonly seed: number;
  /** Time stands still at `STILL_AT`, so that two pictures of the same thing are the same. */
  readonly still: boolean;
  /** All text that comes from strangers means harm. */
  readonly hostile: boolean;
  /** One share after another is told to be wanted, and then had by everyone, over and over. */
  readonly everyone?: boolean;
  /** People of its private tracker; absent for a tracker that has none and is not private. */
  readonly people?: number;
  /** Whom its tracker serves at first, by its settings file; what is shared there when absent. */
  readonly policy?: TrackerPolicy;
  /** The same, by a flag that decides it for good. */
  readonly fixedPolicy?: TrackerPolicy;
  /** A command that is refused, `start`, `die` or `views`; see `FAILURES`. */
  readonly fail?: string;
}

/** What `--fail` takes besides the name of a command. */
const FAILURES = {
  start: 'the engine cannot start',
  die: 'the engine ends by itself two seconds after every start',
  views: 'no view can be opened',
} as const;

/** A Friday afternoon: 2026-11-20 14:05 UTC. */
export const STILL_AT = Date.UTC(2026, 10, 20, 14, 5, 0);

export const STANDARD_OPTIONS: MockOptions = { shares: 1000, peers: 100_000, seed: 1, still: false, hostile: false };

const USAGE =
  '[--shares N] [--peers N] [--seed N] [--still] [--hostile] [--everyone] [--people N] [--fail COMMAND|start|die|views]';

/** Throws an error with the usage for arguments that make no sense. */
export function parseMockOptions(args: readonly string[]): MockOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      shares: { type: 'string', default: String(STANDARD_OPTIONS.shares) },
      peers: { type: 'string', default: String(STANDARD_OPTIONS.peers) },
      seed: { type: 'string', default: String(STANDARD_OPTIONS.seed) },
      still: { type: 'boolean', default: false },
      hostile: { type: 'boolean', default: false },
      everyone: { type: 'boolean', default: false },
      people: { type: 'string' },
      fail: { type: 'string' },
    },
  });
  const { still, hostile, everyone, fail, people } = values;
  if (fail !== undefined && !Object.hasOwn(FAILURES, fail) && !Object.hasOwn(commands, fail)) {
    throw new Error(`nothing called ${fail} can fail\n${USAGE}`);
  }
  const counts = { shares: countOf(values.shares), peers: countOf(values.peers), seed: countOf(values.seed) };
  return {
    ...counts,
    still,
    hostile,
    everyone,
    ...(people === undefined ? {} : { people: countOf(people) }),
    ...(fail === undefined ? {} : { fail }),
  };
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`not a whole number: ${text}\n${USAGE}`);
}
