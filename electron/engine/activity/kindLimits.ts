import { ACTIVITY_KINDS, type ActivityKind } from '../../../shared/activityKinds.ts';
import type { Clock } from '../ports.ts';

/** Keeps a burst of one kind from pushing everything else out of the activity. */
export interface KindLimits {
  /** Whether one more of this kind may be noted now; if not, it is counted. */
  admits(kind: ActivityKind): boolean;
  /** Kinds that have calmed down, with what was left out of them. Reported once. */
  leftOut(): readonly { readonly kind: ActivityKind; readonly count: number }[];
}

/** So many at once: a hall of laptops that finish in the same minute are all noted. */
const BURST = 300;
const PER_SECOND = 0.5;
/** The left-out are told when a few may be noted again. */
const CALM = 5;

export function createKindLimits(clock: Pick<Clock, 'monotonicMs'>): KindLimits {
  const budgets = new Map(ACTIVITY_KINDS.map((kind) => [kind, { left: BURST, filledMs: 0, leftOut: 0 }]));

  function budgetOf(kind: ActivityKind) {
    const budget = budgets.get(kind) ?? { left: 0, filledMs: 0, leftOut: 0 };
    const nowMs = clock.monotonicMs();
    budget.left = Math.min(BURST, budget.left + ((nowMs - budget.filledMs) / 1000) * PER_SECOND);
    budget.filledMs = nowMs;
    return budget;
  }

  return {
    admits(kind) {
      const budget = budgetOf(kind);
      if (budget.left >= 1) {
        budget.left--;
        return true;
      }
      budget.leftOut++;
      return false;
    },
    leftOut() {
      const calm = ACTIVITY_KINDS.map((kind) => ({ kind, budget: budgetOf(kind) })).filter(
        ({ budget }) => budget.leftOut > 0 && budget.left >= CALM,
      );
      return calm.map(({ kind, budget }) => {
        const count = budget.leftOut;
        budget.leftOut = 0;
        return { kind, count };
      });
    },
  };
}
