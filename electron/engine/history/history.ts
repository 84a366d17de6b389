import type { History } from '../../../shared/history.ts';
import { HISTORY_SPAN_SECONDS, HISTORY_STEP_SECONDS, type HistorySpan } from '../../../shared/historySpans.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { asGranaryError, type GranaryError } from '../errors.ts';
import type { Clock, Timer } from '../ports.ts';
import type { HistoryAmounts, HistoryRepository, HistoryScope } from '../storage/historyRepository.ts';
import { type CounterReading, createCounting, type Sample } from './counting.ts';
import { createMinuteBuckets } from './minuteBuckets.ts';
import { startPruning } from './pruning.ts';
import { createSecondsRing, type TimeSpan } from './secondsRing.ts';
import { seriesOf, type SeriesStep } from './series.ts';
import { createShareRings } from './shareRings.ts';

export interface HistoryDeps {
  readonly clock: Clock;
  readonly repository: HistoryRepository;
  readonly read: () => CounterReading;
  readonly onFailure: (error: GranaryError) => void;
}

/** Rates and counts of the past: the engine as a whole, and each share. */
export interface HistoryKeeper {
  /** Call it once what was stored is restored: what is counted until then is not new. */
  start(): void;
  /** Without an info-hash: the engine as a whole. */
  get(span: HistorySpan, infoHash?: InfoHash): History;
  /** Upload rate of the last seconds, oldest first; as many as were asked for. */
  recentUploadRates(seconds: number): number[];
  /** A removed share leaves nothing behind. */
  forget(infoHash: InfoHash): void;
  /** Counts and writes what is still to come; call it when shares and tracker have stopped. */
  stop(): void;
}

const SAMPLE_MS = 1000;
/** Together with a second of sampling, the most that a crash costs; of one share among many, a minute. */
const FLUSH_MS = 3000;
/** Between the parts of a write that takes longer than others should have to wait. */
const PAUSE_MS = 50;
/** A longer silence is one in which the machine slept or the process was held: nobody looked. */
const LONGEST_SAMPLE_MS = 3000;
const MINUTE_MS = 60_000;

export function createHistory(deps: HistoryDeps): HistoryKeeper {
  const { clock, repository } = deps;
  const counting = createCounting();
  const buckets = createMinuteBuckets(deps);
  const seconds = createSecondsRing();
  const shareSeconds = createShareRings();
  let timers: readonly Timer[] = [];
  let rest: Timer | undefined;
  let sampledMs = 0;
  let sampledWallMs = 0;
  let skippedMs = 0;
  let isRunning = false;

  /** Time of the rings: monotonic, but for jumps forward of the wall clock, which leave a hole. Most come from sleep. */
  function ringMs(monotonicMs: number): number {
    return monotonicMs + skippedMs;
  }

  function sample(): void {
    const nowMs = clock.monotonicMs();
    const elapsedMs = nowMs - sampledMs;
    const jumpMs = clock.now() - sampledWallMs - elapsedMs;
    if (jumpMs > LONGEST_SAMPLE_MS) skippedMs += jumpMs;
    sampledMs = nowMs;
    sampledWallMs = clock.now();
    const coveredMs = elapsedMs > LONGEST_SAMPLE_MS ? SAMPLE_MS : elapsedMs;
    const span = { fromMs: ringMs(nowMs) - coveredMs, untilMs: ringMs(nowMs) };
    // The middle of the sample, so that the second before midnight counts for the day before.
    const wallMs = sampledWallMs - coveredMs / 2;
    const at = (Math.floor(wallMs / MINUTE_MS) * MINUTE_MS) / 1000;
    const { engine, shares } = counting.next(deps.read());
    keep('engine', at, { span, amounts: amountsOf(engine, coveredMs) });
    for (const [infoHash, share] of shares) keep(infoHash, at, { span, amounts: amountsOf(share, coveredMs) });
  }

  function keep(scope: HistoryScope, at: number, counted: { span: TimeSpan; amounts: HistoryAmounts }): void {
    const { span, amounts } = counted;
    buckets.add({ scope, at }, amounts);
    if (scope === 'engine') seconds.add(span, amounts);
    else shareSeconds.add(scope, span, amounts);
  }

  function flush(): void {
    rest?.cancel();
    if (!buckets.flush()) rest = clock.after(PAUSE_MS, flushMore);
  }

  function flushMore(): void {
    if (!buckets.flushMore()) rest = clock.after(PAUSE_MS, flushMore);
  }

  /** The seconds up to the last that was sampled, by the wall clock of now. */
  function recentSteps(count: number, scope: HistoryScope): SeriesStep[] {
    const last = Math.ceil(ringMs(sampledMs) / 1000) - 1;
    const wallOfZero = (clock.now() - ringMs(clock.monotonicMs())) / 1000;
    const ring = scope === 'engine' ? seconds : shareSeconds.look(scope);
    return Array.from({ length: count }, (_, i) => {
      const second = last - count + 1 + i;
      return {
        at: Math.round(wallOfZero + second),
        amounts: ring?.at(second),
        coveredMs: seconds.at(second).coveredMs,
      };
    });
  }

  function storedSteps(span: 'day' | '90days', scope: HistoryScope): SeriesStep[] {
    buckets.flushOf(scope);
    const stepSeconds = HISTORY_STEP_SECONDS[span];
    const count = HISTORY_SPAN_SECONDS[span] / stepSeconds;
    const newest = Math.floor(clock.now() / 1000 / stepSeconds) * stepSeconds;
    const first = newest - (count - 1) * stepSeconds;
    const range = { step: span === 'day' ? 'minutes' : 'hours', from: first, until: newest + stepSeconds } as const;
    const byTime = (of: HistoryScope) => new Map(repository.range({ ...range, scope: of }).map((row) => [row.at, row]));
    const engine = byTime('engine');
    const wanted = scope === 'engine' ? engine : byTime(scope);
    return Array.from({ length: count }, (_, i) => {
      const at = first + i * stepSeconds;
      return { at, amounts: wanted.get(at), coveredMs: engine.get(at)?.coveredMs ?? 0 };
    });
  }

  return {
    start() {
      isRunning = true;
      sampledMs = clock.monotonicMs();
      sampledWallMs = clock.now();
      counting.begin(deps.read());
      timers = [clock.every(SAMPLE_MS, sample), clock.every(FLUSH_MS, flush), startPruning(deps)];
    },
    get(span, infoHash) {
      const scope = infoHash ?? 'engine';
      const steps = span === '10min' ? recentSteps(HISTORY_SPAN_SECONDS[span], scope) : storedSteps(span, scope);
      return seriesOf(HISTORY_STEP_SECONDS[span], steps);
    },
    recentUploadRates: (count) =>
      seriesOf(1, recentSteps(count, 'engine')).uploadBytesPerSecond.map((rate) => rate ?? 0),
    forget(infoHash) {
      buckets.forget(infoHash);
      shareSeconds.forget(infoHash);
      try {
        repository.remove(infoHash);
      } catch (error) {
        // The share is gone all the same; what is left of its past goes with the rest of that age.
        deps.onFailure(asGranaryError(error));
      }
    },
    stop() {
      if (!isRunning) return;
      isRunning = false;
      for (const timer of timers) timer.cancel();
      rest?.cancel();
      sample();
      buckets.flushAll();
    },
  };
}

function amountsOf(sample: Sample, coveredMs: number): HistoryAmounts {
  const { peers, swarmPeers, ...counts } = sample;
  return { coveredMs, peerMs: peers * coveredMs, swarmPeerMs: swarmPeers * coveredMs, ...counts };
}
