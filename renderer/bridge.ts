import type { ClientApi, ClientEvent, EventName } from '../shared/contract.ts';
import { CONTRACT_VERSION } from '../shared/contractVersion.ts';
import type { EngineHostState } from '../shared/desktop.ts';
import { createFrameClient, EngineError } from '../shared/frameClient.ts';
import type { ServerFrame } from '../shared/frames.ts';
import { desktop } from './desktop.ts';
import { createDesktopTransport } from './transports/desktopTransport.ts';
import { createSocketTransport } from './transports/socketTransport.ts';
import type { CloseReason, Transport } from './transports/transport.ts';
import { createViewClient, type ViewClient } from './views/viewClient.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** `version` is Granary's. */
  | { readonly kind: 'connected'; readonly version: string }
  /** Tried again at `retryAt` (milliseconds since the epoch), but not while the window is hidden. */
  | { readonly kind: 'disconnected'; readonly reason: 'lost' | 'stopped'; readonly retryAt: number }
  /** The engine speaks another version of the contract than this page. */
  | { readonly kind: 'reload' }
  | { readonly kind: 'signed-out' }
  /** Desktop only: the engine's process is not running. */
  | { readonly kind: 'engine'; readonly host: EngineHostState };

export interface EngineConnection {
  readonly call: ClientApi['call'];
  readonly views: ViewClient;
  state(): ConnectionState;
  onState(listener: () => void): () => void;
  /** Follows an event of the engine; returns a function that ends it. */
  follow<Name extends EventName>(name: Name, listener: (data: DataOf<Name>) => void): () => void;
  /** Tries to connect at once. */
  retry(): void;
  setVisible(visible: boolean): void;
  stop(): void;
}
export type DataOf<Name extends EventName> = Extract<ClientEvent, { event: Name }>['data'];

export interface BridgeDeps {
  readonly transport: Transport;
  readonly now: () => number;
  /** Runs something later; returns a function that cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly nextFrame: (run: () => void) => void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/** Connects over what there is: Electron's bridge or a WebSocket. It starts by itself and lives as long as the page. */
export function connectEngine(): EngineConnection {
  const bridge = desktop();
  return createEngineConnection({
    transport: bridge === undefined ? createSocketTransport() : createDesktopTransport(bridge),
    now: Date.now,
    after: (delayMs, run) => {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    },
    nextFrame: (run) => {
      window.requestAnimationFrame(run);
    },
  });
}

export function createEngineConnection({ transport, now, after, nextFrame }: BridgeDeps): EngineConnection {
  const client = createFrameClient((frame) => transport.send(frame));
  const { call } = client.api;
  const views = createViewClient({ call, nextFrame });
  const stateListeners = new Set<() => void>();
  const followers = new Map<string, number>();
  let state: ConnectionState = { kind: 'connecting' };
  let failures = 0;
  let cancelRetry: () => void = () => undefined;
  let isVisible = true;

  client.api.onEvent((event) => {
    if (event.event === 'view.changed') views.receive(event.data);
  });
  client.fail(unreachable());
  open();

  function become(next: ConnectionState): void {
    state = next;
    for (const listener of [...stateListeners]) listener();
  }

  function open(): void {
    cancelRetry();
    transport.open({ frame: receive, closed, host });
  }

  function receive(frame: ServerFrame): void {
    if ('hello' in frame) welcome(frame.hello);
    else client.receive(frame);
  }

  /** A hello begins everything anew: the engine at the other end knows nothing of earlier calls and views. */
  function welcome({ contractVersion, version }: { contractVersion: number; version: string }): void {
    drop();
    if (contractVersion !== CONTRACT_VERSION) {
      transport.close();
      become({ kind: 'reload' });
      return;
    }
    failures = 0;
    client.reopen();
    become({ kind: 'connected', version });
    // Whoever cannot be told because the connection ended again is told by the next hello.
    if (!isVisible) call('client.setVisible', { visible: false }).catch(() => undefined);
    sendFollows();
    views.connected();
  }

  function drop(): void {
    views.disconnected();
    client.fail(unreachable());
  }

  function closed(reason: CloseReason): void {
    drop();
    if (reason === 'signed-out') {
      become({ kind: 'signed-out' });
      return;
    }
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures++);
    become({ kind: 'disconnected', reason, retryAt: now() + delayMs });
    if (isVisible) cancelRetry = after(delayMs, open);
  }

  function host(hostState: EngineHostState): void {
    if (hostState.kind === 'running') {
      if (state.kind === 'engine') become({ kind: 'connecting' });
      return;
    }
    drop();
    become({ kind: 'engine', host: hostState });
  }

  function sendFollows(): void {
    const names = [...followers.keys()];
    if (state.kind === 'connected') call('client.follow', { events: names }).catch(() => undefined);
  }

  function count(name: string, step: number): void {
    const before = followers.get(name) ?? 0;
    const left = before + step;
    if (left === 0) followers.delete(name);
    else followers.set(name, left);
    if ((before === 0) !== (left === 0)) sendFollows();
  }

  return {
    call,
    views,
    state: () => state,
    onState(listener) {
      stateListeners.add(listener);
      return () => {
        stateListeners.delete(listener);
      };
    },
    follow(name, listener) {
      const stop = client.api.onEvent((event) => {
        if (event.event === name) listener(event.data as DataOf<typeof name>);
      });
      count(name, 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        stop();
        count(name, -1);
      };
    },
    retry() {
      if (state.kind === 'connected' || state.kind === 'reload') return;
      become({ kind: 'connecting' });
      open();
    },
    setVisible(visible) {
      if (visible === isVisible) return;
      isVisible = visible;
      if (state.kind === 'connected') call('client.setVisible', { visible }).catch(() => undefined);
      else if (state.kind === 'disconnected') {
        cancelRetry();
        if (visible) open();
      }
    },
    stop() {
      cancelRetry();
      drop();
      transport.close();
    },
  };
}

function unreachable(): EngineError {
  return new EngineError({ code: 'engine-unreachable', message: 'there is no connection to the engine' });
}
