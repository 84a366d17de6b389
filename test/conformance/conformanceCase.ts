import type { Session } from './session.ts';

export interface ConformanceCase {
  readonly name: string;
  /** Number of the BEP that asks for it, or `HTTP`, or `safety` for what none says and a tracker owes to its network. */
  readonly bep: string;
  /** Returns what was seen. Throws a Fault for what ought not to be, and NotOffered when the tracker does not do this at all. */
  run(session: Session): Promise<string>;
}
