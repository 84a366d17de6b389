import type { RowSource } from '../../electron/engine/views/rowSource.ts';
import type { FileRow } from '../../shared/rows.ts';

/** A list that a test changes as it likes. The rows are those of files, of which `bytes` is the figure. */
export interface ListItem {
  readonly key: string;
  name: string;
  figure: number;
}

export interface ListSource extends RowSource<ListItem, FileRow> {
  list: readonly ListItem[];
  /** How often the list was read. */
  readonly reads: number;
}

export function createListSource(list: readonly ListItem[]): ListSource {
  let reads = 0;
  const source: ListSource = {
    list,
    get reads() {
      return reads;
    },
    items() {
      reads += 1;
      return source.list;
    },
    keyOf: ({ key }) => key,
    textOf: ({ name }) => name,
    valueOf: (item, column) => (column === 'name' ? item.name : item.figure),
    rowOf: ({ key, name, figure }) => ({ key, path: [name], sourcePath: '/', bytes: figure }),
  };
  return source;
}

/** `listItems('a5', 'b3')`: one for each, named by its key. */
export function listItems(...texts: readonly string[]): ListItem[] {
  return texts.map((text) => {
    const key = text.replace(/\d+$/, '');
    return { key, name: key, figure: Number(text.slice(key.length)) };
  });
}
