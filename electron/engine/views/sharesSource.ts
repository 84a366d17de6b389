import type { ShareColumn } from '../../../shared/columns.ts';
import type { ShareState } from '../../../shared/model.ts';
import type { ShareRow } from '../../../shared/rows.ts';
import type { ShareEntry, ShareLibrary } from '../shares/shareLibrary.ts';
import type { SwarmWatch } from '../shares/swarmFigures.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { RowSource } from './rowSource.ts';
import { ratioOf, shareRowOf } from './shareRow.ts';

export interface SharesSourceDeps {
  readonly library: Pick<ShareLibrary, 'entries' | 'view'>;
  readonly tracker: Pick<Tracker, 'counts'>;
  readonly watch: Pick<SwarmWatch, 'figures'>;
}

/** What never comes stands after all that does. */
const NEVER = Number.MAX_SAFE_INTEGER;
/** What wants to be seen to comes first. */
const STATE_ORDER: Readonly<Record<ShareState['kind'], number>> = { error: 0, checking: 1, seeding: 2, paused: 3 };
const NO_COPIES = new Uint8Array(0);

/** Every share. Its row, with links and a picture of the swarm, is made for those on the screen alone. */
export function createSharesSource({ library, tracker, watch }: SharesSourceDeps): RowSource<ShareEntry, ShareRow> {
  const values: Readonly<Record<ShareColumn, (entry: ShareEntry) => string | number>> = {
    name: ({ torrent }) => torrent.info.name,
    bytes: ({ torrent }) => torrent.info.totalBytes,
    haveIt: ({ session }) => watch.figures(session.infoHash).haveIt,
    seeders: ({ session }) => tracker.counts(session.infoHash).seeders,
    leechers: ({ session }) => tracker.counts(session.infoHash).leechers,
    uploadRate: ({ session }) => session.uploadRateBytesPerSecond(),
    secondsLeft: ({ session }) => watch.figures(session.infoHash).secondsLeft ?? NEVER,
    uploaded: ({ session }) => session.uploadedBytes,
    ratio: ({ session, torrent }) => ratioOf({ uploadedBytes: session.uploadedBytes, bytes: torrent.info.totalBytes }),
    createdAt: ({ torrent }) => torrent.createdAt,
    state: ({ session }) => STATE_ORDER[session.state.kind],
  };
  return {
    items: () => library.entries(),
    keyOf: ({ session }) => session.infoHash,
    textOf: ({ torrent }) => torrent.info.name,
    valueOf: (entry, column) => values[column as ShareColumn](entry),
    rowOf: (entry) =>
      shareRowOf({
        share: library.view(entry),
        figures: watch.figures(entry.session.infoHash),
        copies: entry.session.peersConnected === 0 ? NO_COPIES : entry.session.pieceCopies(),
      }),
  };
}
