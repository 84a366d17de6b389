import { formatBytes, formatCount, formatDuration } from '../text/format.ts';
import type { Goodbye } from './shareReporter.ts';
import { haveItText } from './shareTable.ts';

/** The last lines of `granary share`: what was done, and how to go on. */
export function goodbyeLines({ why, last, peersSeen }: Goodbye): string[] {
  const { share, roster, elapsedMs } = last;
  const sent = `${formatBytes(share.uploadedBytes)} sent to ${formatCount(peersSeen, 'peer')} in ${formatDuration(elapsedMs)}`;
  const have = roster.length === 0 ? '' : `; ${haveItText(roster)}`;
  switch (why) {
    case 'stopped':
      return [`Stopped: ${sent}${have}.`, 'Your files are as they were. To share them again: granary serve'];
    case 'left':
      return [`The engine shares on. To end that: granary remove ${share.infoHash.slice(0, 8)}`];
    case 'removed':
      return ['The share was removed. Your files are as they were.'];
    case 'engine-stopping':
      return ['The engine was stopped.'];
    case 'connection-lost':
      return ['The connection to the engine was lost.'];
  }
}
