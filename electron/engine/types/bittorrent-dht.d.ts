/** What we use of the bittorrent-dht package, version 11. */
declare module 'bittorrent-dht' {
  import type { EventEmitter } from 'node:events';

  export interface DhtContact {
    readonly id: Uint8Array;
    readonly host: string;
    readonly port: number;
  }

  export interface DhtOptions {
    readonly nodeId?: Uint8Array;
    /** False: no contact with the public bootstrap nodes that the package knows. */
    readonly bootstrap?: false;
    /** Something with the events and calls of a `dgram.Socket` that the package needs. */
    readonly socket?: EventEmitter;
    /** How long an announced peer is kept, in milliseconds, give or take a third; 0 is for ever. */
    readonly maxAge?: number;
    readonly maxPeers?: number;
    readonly maxTables?: number;
  }

  export class Client extends EventEmitter {
    constructor(options?: DhtOptions);
    readonly nodeId: Buffer;
    readonly nodes: {
      count(): number;
      toArray(): DhtContact[];
      get(id: Uint8Array): DhtContact | null;
    };
    listen(): void;
    /** With an id: into the table at once. Without: pinged first, and added when it answers. */
    addNode(node: { readonly id?: Uint8Array; readonly host: string; readonly port: number }): void;
    removeNode(id: Uint8Array): void;
    lookup(infoHash: Uint8Array, onDone: (error: Error | null, nodesFound?: number) => void): void;
    announce(infoHash: Uint8Array, port: number, onDone: (error: Error | null, nodesReached?: number) => void): void;
    destroy(onClosed: () => void): void;
  }
}
