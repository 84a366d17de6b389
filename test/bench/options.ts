import { parseArgs } from 'node:util';

export const PARTS = ['seed', 'create', 'udp', 'http', 'memory', 'start'] as const;
export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Measurements of each figure, on each side. */
  readonly runs: number;
  /** Where the figures are written as JSON. */
  readonly jsonFile?: string;
}

const DEFAULT_RUNS = 5;

export const USAGE = `npm run bench -- [--only ${PARTS.join(',')}] [--runs N] [--json FILE]`;

/** Throws an error with the usage for arguments that make no sense. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, runs: { type: 'string' }, json: { type: 'string' } },
  });
  const runs = values.runs === undefined ? DEFAULT_RUNS : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is a whole number from 1\n${USAGE}`);
  const parts = values.only === undefined ? PARTS : values.only.split(',').map(parsePart);
  return { parts, runs, ...(values.json === undefined ? {} : { jsonFile: values.json }) };
}

function parsePart(text: string): Part {
  const part = PARTS.find((known) => known === text.trim());
  if (part === undefined) throw new Error(`--only takes some of ${PARTS.join(', ')}, not "${text}"\n${USAGE}`);
  return part;
}
