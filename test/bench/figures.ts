/** One line of the result: the same thing measured several times on Granary and, where there is one, on its peer. */
export interface Figure {
  /** Which part of a benchmark it belongs to. */
  readonly part: string;
  readonly what: string;
  readonly unit: string;
  /** Whether a higher value is the better one. */
  readonly moreIsBetter: boolean;
  readonly granary: readonly number[];
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
  readonly target?: Target;
  /** What else was seen, for the JSON file. */
  readonly details?: Readonly<Record<string, number | readonly number[]>>;
}

export type Target =
  /** How many times better than the peer Granary's median has to be. */
  | { readonly kind: 'ratio'; readonly atLeast: number }
  /** In the unit of the figure. */
  | { readonly kind: 'value'; readonly atMost: number }
  | { readonly kind: 'floor'; readonly atLeast: number };

export type Verdict = 'met' | 'missed' | 'for information';

/** The middle value, or the mean of the two middle ones. NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return (low + high) / 2;
}

/** How many times better than its peer Granary is, by medians; undefined without a peer. */
export function ratioOf({ granary, peer, moreIsBetter }: Figure): number | undefined {
  if (peer === undefined) return undefined;
  const [ours, theirs] = [median(granary), median(peer.values)];
  return moreIsBetter ? ours / theirs : theirs / ours;
}

export function verdictOf(figure: Figure): Verdict {
  if (figure.target === undefined) return 'for information';
  return isMet(figure, figure.target) ? 'met' : 'missed';
}

function isMet(figure: Figure, target: Target): boolean {
  switch (target.kind) {
    case 'ratio':
      return (ratioOf(figure) ?? 0) >= target.atLeast;
    case 'value':
      return median(figure.granary) <= target.atMost;
    case 'floor':
      return median(figure.granary) >= target.atLeast;
  }
}

/**
 * Measures Granary, then its peers, then these the other way round, and so on, `runs` times each: what else the machine does
 * in the meantime then slows all of them down, and so does what the one before left behind.
 */
export async function alternate<Name extends string, Value>(
  runs: number,
  measure: Readonly<Record<Name, () => Promise<Value>>>,
): Promise<Record<Name, Value[]>> {
  const entries = Object.entries(measure) as [Name, () => Promise<Value>][];
  const values = Object.fromEntries(entries.map(([name]) => [name, []])) as unknown as Record<Name, Value[]>;
  for (let run = 0; run < runs; run++) {
    const inTurn = run % 2 === 0 ? entries : entries.toReversed();
    for (const [name, once] of inTurn) values[name].push(await once());
  }
  return values;
}

/** Measures `runs` times in a row. */
export async function repeat<Value>(runs: number, measure: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (let run = 0; run < runs; run++) values.push(await measure());
  return values;
}
