import type { ClientApi } from '../../shared/contract.ts';
import { MAX_WINDOW_ROWS, type ViewSpec, type ViewSpecOf } from '../../shared/views.ts';

const VIEW = 'whole';

type ListedSpec = Omit<ViewSpecOf<'listed'>, 'window' | 'filter'>;

/** All rows of a view, page by page, as they are at this moment. */
export async function readWholeView<Row>(client: ClientApi, spec: ListedSpec): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const read: Row[] = [];
  for (let first = 0; ; first += MAX_WINDOW_ROWS) {
    const { order, total } = await page(
      client,
      { ...spec, filter: '', window: { first, count: MAX_WINDOW_ROWS } },
      rows,
    );
    read.push(...order.flatMap((key) => rows.get(key) ?? []));
    if (read.length >= total || order.length === 0) break;
  }
  await client.call('views.close', { view: VIEW });
  return read;
}

async function page<Row>(
  client: ClientApi,
  spec: ViewSpec,
  rows: Map<string, Row>,
): Promise<{ readonly order: readonly string[]; readonly total: number }> {
  const seen = Promise.withResolvers<{ readonly order: readonly string[]; readonly total: number }>();
  const end = client.onEvent(({ event, data }) => {
    if (event !== 'view.changed' || data.view !== VIEW) return;
    for (const row of data.rows) rows.set(row.key, row as Row);
    seen.resolve({ order: data.order ?? [], total: data.total });
  });
  try {
    await client.call('views.open', { view: VIEW, spec });
    return await seen.promise;
  } finally {
    end();
  }
}
