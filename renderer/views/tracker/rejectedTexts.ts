import type { ListResult } from '../../../shared/torrentLists.ts';

export type RejectedReason = ListResult['rejected'][number]['reason'];

/** Why something was not put on the list. */
export const REJECTED_TEXTS = {
  'info-hash-bad': 'rejected.infoHash',
  'magnet-bad': 'rejected.magnet',
  'torrent-bad': 'rejected.torrent',
  'list-full': 'rejected.full',
  'files-full': 'rejected.filesFull',
} as const satisfies Record<RejectedReason, string>;
