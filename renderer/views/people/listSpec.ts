import type { ViewSpecOf } from '../../../shared/views.ts';

/** What can be chosen from in a list; each row of these views has a key and a name. */
export type ListKind = 'people' | 'shares' | 'groups';

export function listSpec(
  kind: ListKind,
  { filter, count }: { readonly filter: string; readonly count: number },
): ViewSpecOf<ListKind> {
  const table = { filter, window: { first: 0, count } };
  const sort = { column: 'name', direction: 'ascending' } as const;
  switch (kind) {
    case 'people':
      return { kind, sort, ...table };
    case 'shares':
      return { kind, sort, ...table };
    case 'groups':
      return { kind, ...table };
  }
}
