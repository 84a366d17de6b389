import type { History } from '../../../shared/history.ts';
import type { HistoryAmounts } from '../storage/historyRepository.ts';

/** One step: what was counted in it, and for how long the engine looked. */
export interface SeriesStep {
  /** Start, seconds since the epoch. */
  readonly at: number;
  /** Undefined for a step in which nothing was counted. */
  readonly amounts: HistoryAmounts | undefined;
  /** Of the engine as a whole, whatever the amounts are of: a share without a bucket was quiet, not away. */
  readonly coveredMs: number;
}

/** Sums to means, in the columns of the contract. */
export function seriesOf(stepSeconds: number, steps: readonly SeriesStep[]): History {
  const column = (meanOf: (amounts: HistoryAmounts) => number): (number | null)[] =>
    steps.map(({ amounts, coveredMs }) => {
      if (coveredMs <= 0) return null;
      return amounts === undefined ? 0 : meanOf(amounts) / coveredMs;
    });
  return {
    stepSeconds,
    at: steps.map(({ at }) => at),
    uploadBytesPerSecond: column(({ uploadBytes }) => uploadBytes * 1000),
    downloadBytesPerSecond: column(({ downloadBytes }) => downloadBytes * 1000),
    peers: column(({ peerMs }) => peerMs),
    swarmPeers: column(({ swarmPeerMs }) => swarmPeerMs),
    announcesPerSecond: column(({ announces }) => announces * 1000),
    scrapesPerSecond: column(({ scrapes }) => scrapes * 1000),
  };
}
