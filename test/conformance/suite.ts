import { withSession } from './session.ts';
import type { ConformanceCase } from './conformanceCase.ts';
import { Fault, NotOffered, type Target } from './target.ts';

/** How a case ended, and what was seen of it. */
export interface Outcome {
  readonly result: 'pass' | 'fail' | 'not-offered';
  readonly seen: string;
}

/** Never rejects: a tracker that goes away in the middle of a case has failed it. */
export async function runCase(target: Target, { run }: Pick<ConformanceCase, 'run'>): Promise<Outcome> {
  try {
    return { result: 'pass', seen: await withSession(target, run) };
  } catch (error) {
    if (error instanceof NotOffered) return { result: 'not-offered', seen: error.message };
    if (error instanceof Fault) return { result: 'fail', seen: error.message };
    return { result: 'fail', seen: `broke off: ${error instanceof Error ? error.message : String(error)}` };
  }
}
