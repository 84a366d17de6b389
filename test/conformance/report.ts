import { TOPICS } from './allCases.ts';
import { type Outcome, runCase } from './suite.ts';
import type { ConformanceCase } from './conformanceCase.ts';
import type { Target } from './target.ts';

/** How one tracker did in the whole suite. */
export interface Report {
  readonly name: string;
  /** By topic and name of the case, as `keyOf` makes it. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

const MARKS = { pass: 'ok', fail: 'FAILS', 'not-offered': '–' } as const satisfies Record<Outcome['result'], string>;

export function keyOf(topic: string, { name }: ConformanceCase): string {
  return `${topic}: ${name}`;
}

/** One case after the other, since some of them are about how much is going on at once. */
export async function reportOn(target: Target): Promise<Report> {
  const outcomes = new Map<string, Outcome>();
  for (const [topic, cases] of Object.entries(TOPICS)) {
    for (const one of cases) outcomes.set(keyOf(topic, one), await runCase(target, one));
  }
  return { name: target.name, outcomes };
}

/** The table, case by case, and under it what was seen where a tracker failed. */
export function tableOf(reports: readonly Report[]): string {
  const rows = Object.entries(TOPICS).flatMap(([topic, cases]) => [
    '',
    topic,
    ...cases.map((one) => rowOf(one.name, one.bep, marksOf(reports, keyOf(topic, one)))),
  ]);
  const heads = reports.map(({ name }) => name);
  return [rowOf('', 'BEP', heads), ...rows, '', ...reports.map(totalOf), '', ...faultsOf(reports)].join('\n');
}

function marksOf(reports: readonly Report[], key: string): string[] {
  return reports.map(({ outcomes }) => {
    const outcome = outcomes.get(key);
    return outcome === undefined ? '' : MARKS[outcome.result];
  });
}

const NAME_WIDTH = 92;
const BEP_WIDTH = 7;
const MARK_WIDTH = 20;

function rowOf(name: string, bep: string, marks: readonly string[]): string {
  const cells = marks.map((mark) => mark.padEnd(MARK_WIDTH)).join('');
  return `  ${name.padEnd(NAME_WIDTH)}${bep.padEnd(BEP_WIDTH)}${cells}`.trimEnd();
}

function totalOf({ name, outcomes }: Report): string {
  const count = (result: Outcome['result']): number =>
    [...outcomes.values()].filter((outcome) => outcome.result === result).length;
  return `${name}: ${count('pass')} of ${outcomes.size} passed, ${count('fail')} failed, ${count('not-offered')} not offered`;
}

function faultsOf(reports: readonly Report[]): string[] {
  return reports.flatMap(({ name, outcomes }) => [
    ...[...outcomes].flatMap(([key, { result, seen }]) => (result === 'fail' ? [`${name}: ${key}: ${seen}`] : [])),
    '',
  ]);
}
