import type { ListenTcp } from '../../electron/engine/ports.ts';
import { createBatchedTcp } from '../../electron/engine/tracker/batchedListener.ts';
import { loadLinuxCalls } from '../../electron/engine/tracker/linuxCalls.ts';
import { listenNode } from '../../electron/engine/tracker/nodeListener.ts';

export interface NamedListener {
  readonly name: string;
  readonly listen: ListenTcp;
}

const linuxCalls = await loadLinuxCalls();

/** The listener that answers without sockets, where the system has it. */
export const batchedListeners: readonly NamedListener[] =
  linuxCalls === undefined ? [] : [{ name: 'batched', listen: createBatchedTcp(linuxCalls) }];

/** Every implementation of `ports.ListenTcp` for connections that are not encrypted. */
export const tcpListeners: readonly NamedListener[] = [{ name: 'node', listen: listenNode }, ...batchedListeners];
