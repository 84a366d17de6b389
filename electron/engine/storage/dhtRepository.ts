import type { Database } from 'better-sqlite3';

export interface DhtNodeRecord {
  /** 20 bytes. */
  readonly id: Uint8Array;
  /** An IPv4 address. */
  readonly host: string;
  readonly port: number;
}

/** Our own node id (20 bytes) and the nodes we knew (BEP 5, "Routing Table"). */
export interface DhtTableRecord {
  readonly id: Uint8Array;
  readonly nodes: readonly DhtNodeRecord[];
}

export interface DhtRepository {
  /** Undefined before the first `save`. */
  load(): DhtTableRecord | undefined;
  /** Replaces the table as a whole. */
  save(table: DhtTableRecord): void;
}

export function createDhtRepository(database: Database): DhtRepository {
  const self = database.prepare<[], Uint8Array>('SELECT node_id FROM dht_self').pluck();
  const putSelf = database.prepare('INSERT OR REPLACE INTO dht_self (only_row, node_id) VALUES (1, ?)');
  const nodes = database.prepare<[], DhtNodeRecord>('SELECT node_id AS id, host, port FROM dht_nodes');
  const clear = database.prepare('DELETE FROM dht_nodes');
  const put = database.prepare('INSERT OR REPLACE INTO dht_nodes (node_id, host, port) VALUES (?, ?, ?)');
  const save = database.transaction((table: DhtTableRecord) => {
    putSelf.run(table.id);
    clear.run();
    for (const { id, host, port } of table.nodes) put.run(id, host, port);
  });
  return {
    load: database.transaction(() => {
      const id = self.get();
      return id && { id, nodes: nodes.all() };
    }),
    save: (table) => save(table),
  };
}
