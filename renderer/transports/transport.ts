import type { EngineHostState } from '../../shared/desktop.ts';
import type { RequestFrame, ServerFrame } from '../../shared/frames.ts';

/** Why a connection ended: `stopped` when the engine said so, `lost` when it just went. */
export type CloseReason = 'lost' | 'stopped' | 'signed-out';

export interface TransportListener {
  /** A hello comes first on every new connection. */
  frame(frame: ServerFrame): void;
  /** The connection is gone, or could not be made. `open` may be called again. */
  closed(reason: CloseReason): void;
  /** Desktop only: the state of the engine's process. */
  host(state: EngineHostState): void;
}

/** What carries frames to the engine and back, in order. */
export interface Transport {
  open(listener: TransportListener): void;
  send(frame: RequestFrame): void;
  /** Ends the connection without telling the listener. */
  close(): void;
}
