import type { ListedRow } from '../../../shared/torrentLists.ts';
import type { ViewClient } from '../viewClient.ts';
import type { ViewSnapshot } from '../viewHandle.ts';

/** Within what the engine sends at a time. */
const ROWS_AT_A_TIME = 500;

/**
 * All that the tracker's list says at this moment, by info-hash: what is done to it can then be undone, for rows that are not
 * on the screen as well. Rejects with the engine's error.
 */
export async function readListed(views: ViewClient): Promise<ReadonlyMap<string, ListedRow>> {
  const found = new Map<string, ListedRow>();
  for (let first = 0, total = 1; first < total; first += ROWS_AT_A_TIME) {
    const page = await readPage(views, first);
    total = page.total;
    for (const row of page.rows) found.set(row.key, row);
  }
  return found;
}

function readPage(views: ViewClient, first: number): Promise<ViewSnapshot<ListedRow>> {
  const handle = views.create<ListedRow>();
  return new Promise((resolve, reject) => {
    const stop = handle.subscribe(() => {
      const snapshot = handle.snapshot();
      if (snapshot.isLoading) return;
      stop();
      handle.close();
      if (snapshot.error === undefined) resolve(snapshot);
      else reject(snapshot.error);
    });
    handle.show({
      kind: 'listed',
      sort: { column: 'infoHash', direction: 'ascending' },
      filter: '',
      window: { first, count: ROWS_AT_A_TIME },
    });
  });
}
