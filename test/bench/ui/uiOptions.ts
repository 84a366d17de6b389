import { parseArgs } from 'node:util';

export const UI_PARTS = ['scale', 'hidden', 'start', 'restart'] as const;
export type UiPart = (typeof UI_PARTS)[number];

export interface UiBenchOptions {
  readonly parts: readonly UiPart[];
  /** Starts that the start is measured with. */
  readonly runs: number;
  /** Where the figures are written as JSON. */
  readonly jsonFile?: string;
}

const DEFAULT_RUNS = 5;

const USAGE = `npm run bench:ui -- [--only ${UI_PARTS.join(',')}] [--runs N] [--json FILE]`;

/** Throws an error with the usage for arguments that make no sense. */
export function parseUiOptions(args: readonly string[]): UiBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, runs: { type: 'string' }, json: { type: 'string' } },
  });
  const runs = values.runs === undefined ? DEFAULT_RUNS : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is a whole number from 1\n${USAGE}`);
  const parts = values.only === undefined ? UI_PARTS : values.only.split(',').map(parsePart);
  return { parts, runs, ...(values.json === undefined ? {} : { jsonFile: values.json }) };
}

function parsePart(text: string): UiPart {
  const part = UI_PARTS.find((known) => known === text.trim());
  if (part === undefined) throw new Error(`--only takes some of ${UI_PARTS.join(', ')}, not "${text}"\n${USAGE}`);
  return part;
}
