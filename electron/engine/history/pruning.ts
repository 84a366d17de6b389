import { asGranaryError, type GranaryError } from '../errors.ts';
import type { Clock, Timer } from '../ports.ts';
import type { HistoryRepository, HistoryStep } from '../storage/historyRepository.ts';

export interface PruningDeps {
  readonly clock: Clock;
  readonly repository: Pick<HistoryRepository, 'prune' | 'startOfNewest'>;
  readonly onFailure: (error: GranaryError) => void;
}

const DAY_SECONDS = 86_400;
const KEPT_SECONDS: Readonly<Record<HistoryStep, number>> = { minutes: 7 * DAY_SECONDS, hours: 2 * 365 * DAY_SECONDS };
const STEPS: readonly HistoryStep[] = ['minutes', 'hours'];
/** Of shares, of each step: some 50 MB. Ten thousand shares with a swarm each would fill the disk otherwise. */
const MAX_SHARE_ROWS = 500_000;
const PASS_MS = 60_000;
/** A wall clock that jumped is believed once it has gone on from there for so long: a wrong one must not cost the past. */
const JUMP_MS = DAY_SECONDS * 1000;
const BELIEVED_AFTER_MS = 60 * 60_000;
/** Looking for where the newest so many begin takes tens of milliseconds when they are there. */
const PASSES_PER_LOOK = 10;
/** A few milliseconds' work, again a second later while there is more. */
const ROWS_AT_ONCE = 500;
const AGAIN_MS = 1000;

/** Forgets what is too old, a little at a time. */
export function startPruning({ clock, repository, onFailure }: PruningDeps, maxShareRows = MAX_SHARE_ROWS): Timer {
  const sharesBefore: Record<HistoryStep, number> = { minutes: 0, hours: 0 };
  let passes = 0;
  let ahead = aheadMs();
  let believedAtMs = 0;

  /** Of the wall clock, before the one that only runs on. */
  function aheadMs(): number {
    return clock.now() - clock.monotonicMs();
  }

  function isClockBelieved(): boolean {
    if (Math.abs(aheadMs() - ahead) > JUMP_MS) {
      ahead = aheadMs();
      believedAtMs = clock.monotonicMs() + BELIEVED_AFTER_MS;
    }
    return clock.monotonicMs() >= believedAtMs;
  }
  let again: Timer | undefined;

  function pass(): void {
    if (!isClockBelieved()) return;
    if (passes++ % PASSES_PER_LOOK === 0) attempt(lookForTooMany);
    again?.cancel();
    forgetSome();
  }

  function lookForTooMany(): boolean {
    for (const step of STEPS) sharesBefore[step] = repository.startOfNewest(step, maxShareRows);
    return true;
  }

  function forgetSome(): void {
    if (!isClockBelieved()) return;
    const isDone = attempt(() => STEPS.map(isPruned).every(Boolean));
    if (!isDone) again = clock.after(AGAIN_MS, forgetSome);
  }

  function isPruned(step: HistoryStep): boolean {
    const before = clock.now() / 1000 - KEPT_SECONDS[step];
    return repository.prune(step, { before, sharesBefore: sharesBefore[step], limit: ROWS_AT_ONCE }) < ROWS_AT_ONCE;
  }

  /** A failure is told, and the next pass tries again. */
  function attempt(work: () => boolean): boolean {
    try {
      return work();
    } catch (error) {
      onFailure(asGranaryError(error));
      return true;
    }
  }

  const timer = clock.every(PASS_MS, pass);
  return {
    cancel() {
      timer.cancel();
      again?.cancel();
    },
  };
}
