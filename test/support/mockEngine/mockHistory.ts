import type { History } from '../../../shared/history.ts';
import { HISTORY_SPAN_SECONDS, HISTORY_STEP_SECONDS, type HistorySpan } from '../../../shared/historySpans.ts';
import { chanceOf, numberOf } from './random.ts';
import type { World } from './world.ts';

const DAY_SECONDS = 86_400;
/** The wave is around half of what it may be. */
const TYPICAL = 1.8;

/** What the world as it is comes to; a share's is as much of it as a busy share is. */
interface Level {
  readonly uploadRate: number;
  readonly connected: number;
  readonly peers: number;
}

/** Smooth chance with a daily wave and, beyond ten minutes, the nights on which Granary did not run. */
export function mockHistory(
  world: World,
  { span, infoHash, level }: { span: HistorySpan; infoHash?: string; level: Level },
): History {
  const step = HISTORY_STEP_SECONDS[span];
  const steps = HISTORY_SPAN_SECONDS[span] / step;
  const last = Math.floor(world.now() / 1000 / step) * step;
  const at = Array.from({ length: steps }, (_, i) => last - (steps - 1 - i) * step);
  const seed = numberOf(infoHash ?? '');
  const line = (what: number, most: number) =>
    at.map((second) =>
      isOff(second, span) ? null : Math.round(most * TYPICAL * wave(second, step, seed + what) * 10) / 10,
    );
  return {
    stepSeconds: step,
    at,
    uploadBytesPerSecond: line(1, level.uploadRate),
    downloadBytesPerSecond: line(2, 0),
    peers: line(3, level.connected),
    swarmPeers: line(4, level.peers),
    announcesPerSecond: line(5, level.peers / 60),
    scrapesPerSecond: line(6, level.peers === 0 ? 0 : 3),
  };
}

function isOff(second: number, span: HistorySpan): boolean {
  const hour = (second % DAY_SECONDS) / 3600;
  return span !== '10min' && (hour < 4.5 || (hour > 11 && hour < 11.6));
}

function wave(second: number, step: number, seed: number): number {
  const slow = smooth(second / (step * 60), seed);
  const quick = smooth(second / (step * 9), seed + 17);
  const day = 0.55 + 0.45 * Math.sin(((second % DAY_SECONDS) / DAY_SECONDS) * 2 * Math.PI - 1.6);
  return Math.max(0, (0.6 * slow + 0.25 * quick) * day + 0.1 * chanceOf(second, seed));
}

/** Chance that changes gently: a cosine between neighbouring values. */
function smooth(x: number, seed: number): number {
  const low = Math.floor(x);
  const part = (1 - Math.cos((x - low) * Math.PI)) / 2;
  return chanceOf(low, seed) * (1 - part) + chanceOf(low + 1, seed) * part;
}
