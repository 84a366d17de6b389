import { parseArgs } from 'node:util';

export const PARTS = ['seed', 'create', 'udp', 'http', 'memory', 'start'] as const;
export type BenchPart = (typeof PARTS)[number];

export const TRACKER_PARTS = ['udp', 'http', 'scale', 'loop', 'restart', 'seeding', 'abuse'] as const;
export type TrackerPart = (typeof TRACKER_PARTS)[number];

/** Of any of the benchmarks. */
export type Part = BenchPart | TrackerPart;

export interface BenchOptions<Name extends Part> {
  readonly parts: readonly Name[];
  /** Measurements of each figure, on each side. */
  readonly runs: number;
  /** Where the figures are written as JSON. */
  readonly jsonFile?: string;
}

const DEFAULT_RUNS = 5;

interface Command<Name extends Part> {
  readonly command: string;
  /** All that it has. */
  readonly parts: readonly Name[];
}

/** Throws an error with the usage for arguments that make no sense. */
export function parseOptions<Name extends Part>(
  args: readonly string[],
  { command, parts: all }: Command<Name>,
): BenchOptions<Name> {
  const usage = `${command} -- [--only ${all.join(',')}] [--runs N] [--json FILE]`;
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, runs: { type: 'string' }, json: { type: 'string' } },
  });
  const runs = values.runs === undefined ? DEFAULT_RUNS : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is a whole number from 1\n${usage}`);
  const parts = values.only?.split(',').map((text) => {
    const part = all.find((known) => known === text.trim());
    if (part === undefined) throw new Error(`--only takes some of ${all.join(', ')}, not "${text}"\n${usage}`);
    return part;
  });
  return { parts: parts ?? all, runs, ...(values.json === undefined ? {} : { jsonFile: values.json }) };
}
