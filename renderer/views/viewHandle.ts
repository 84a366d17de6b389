import type { ClientApi, ClientCommandParams } from '../../shared/contract.ts';
import { EngineError } from '../../shared/frameClient.ts';
import type { ViewDelta } from '../../shared/views.ts';
import {
  afterReconnect,
  applyDelta,
  emptyViewState,
  type Keyed,
  NOTHING_SHOWN,
  type ShownRows,
  type ViewState,
} from './viewState.ts';

/** What to look at, as the engine takes it: an info-hash is text here, and the engine checks it. */
export type WantedView = ClientCommandParams<'views.open'>['spec'];

export interface ViewSnapshot<Row> extends ShownRows<Row> {
  /** Whether rows for the wanted share, order and filter are still to come. A window that only moved does not count. */
  readonly isLoading: boolean;
  readonly error: EngineError | undefined;
}

/** One view of one component. It may be shown something else at any time, and shown again after `close`. */
export interface ViewHandle<Row> {
  show(spec: WantedView | undefined): void;
  close(): void;
  subscribe(listener: () => void): () => void;
  /** The same object until something changes. */
  snapshot(): ViewSnapshot<Row>;
  /** Whether nothing is asked for. */
  isIdle(): boolean;
  /** Keys of the rows from `first` on, of the view as it is shown. Rejects like `call`. */
  keys(first: number, count: number): Promise<string[]>;
}

/** What the connection does to a view. */
export interface ViewLifecycle {
  /** The connection is new: the engine knows no view of ours. */
  connected(): void;
}

export interface ViewHandleDeps {
  readonly call: ClientApi['call'];
  readonly nextFrame: (run: () => void) => void;
  isConnected(): boolean;
  /** Deltas for the view of that name come to `receive` from now on. Returns the name, unique on the connection. */
  register(receive: (delta: ViewDelta) => void): string;
  unregister(id: string): void;
  started(lifecycle: ViewLifecycle): void;
  ended(lifecycle: ViewLifecycle): void;
}

/** What the engine has open for a handle, under which name, and how often it was changed. */
interface OpenView {
  readonly id: string;
  spec: WantedView;
  revision: number;
}

export function createViewHandle<Row extends Keyed>(deps: ViewHandleDeps): ViewHandle<Row> {
  const { call } = deps;
  const listeners = new Set<() => void>();
  const lifecycle: ViewLifecycle = { connected };
  let wanted: WantedView | undefined;
  let open: OpenView | undefined;
  let state: ViewState<Row> = emptyViewState<Row>();
  /** Of the spec that `state` answers. */
  let loadedKey: string | undefined;
  let error: EngineError | undefined;
  let isBusy = false;
  let isScheduled = false;
  let current = snapshotNow();

  function snapshotNow(): ViewSnapshot<Row> {
    const isLoading = wanted !== undefined && error === undefined && loadedKey !== loadKey(wanted);
    return { ...(state.shown ?? NOTHING_SHOWN), isLoading, error };
  }

  function publish(): void {
    const next = snapshotNow();
    if (isSameSnapshot(next, current)) return;
    current = next;
    for (const listener of [...listeners]) listener();
  }

  function show(spec: WantedView | undefined): void {
    deps.started(lifecycle);
    if (specKey(spec) === specKey(wanted)) return;
    if (identityOf(spec) !== identityOf(wanted)) {
      // Rows of another share must not stand under this one's name.
      state = { ...state, shown: undefined };
      loadedKey = undefined;
    }
    wanted = spec;
    error = undefined;
    publish();
    schedule();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    deps.nextFrame(() => {
      isScheduled = false;
      flush();
    });
  }

  /** One request at a time: while one is on its way, only the newest wish is kept. */
  function flush(): void {
    if (!deps.isConnected() || isBusy) return;
    if (wanted === undefined || (open !== undefined && identityOf(open.spec) !== identityOf(wanted))) closeOpen();
    if (wanted === undefined) return;
    if (open === undefined) {
      open = { id: deps.register(receive), spec: wanted, revision: 0 };
      awaitAnswer(open, call('views.open', { view: open.id, spec: wanted }));
    } else if (specKey(open.spec) !== specKey(wanted)) {
      open.spec = wanted;
      open.revision += 1;
      awaitAnswer(open, call('views.change', { view: open.id, spec: wanted }));
    }
  }

  function awaitAnswer(target: OpenView, request: Promise<unknown>): void {
    isBusy = true;
    const settled = (): void => {
      // The view may be another one by now, or the connection a new one.
      if (target !== open) return;
      isBusy = false;
      if (specKey(wanted) !== specKey(target.spec)) schedule();
    };
    request.then(settled, (reason: unknown) => {
      if (target === open && specKey(wanted) === specKey(target.spec)) refused(target, reason);
      settled();
    });
  }

  function refused(target: OpenView, reason: unknown): void {
    // Without a connection nothing is wrong with the view: it is opened again on the next one.
    if (reason instanceof EngineError && reason.code === 'engine-unreachable') return;
    error = reason instanceof EngineError ? reason : new EngineError({ code: 'internal', message: String(reason) });
    deps.unregister(target.id);
    open = undefined;
    isBusy = false;
    publish();
  }

  function receive(delta: ViewDelta): void {
    if (open === undefined || delta.view !== open.id) return;
    state = applyDelta(state, delta, open.revision);
    if (delta.revision >= open.revision) {
      loadedKey = loadKey(open.spec);
      error = undefined;
    }
    publish();
  }

  function closeOpen(): void {
    if (open === undefined) return;
    deps.unregister(open.id);
    // Whether the engine still knew the view does not matter: it is to be gone.
    call('views.close', { view: open.id }).catch(() => undefined);
    open = undefined;
    isBusy = false;
    state = afterReconnect(state);
  }

  function close(): void {
    deps.ended(lifecycle);
    if (deps.isConnected()) closeOpen();
    wanted = undefined;
    open = undefined;
    isBusy = false;
    state = emptyViewState<Row>();
    loadedKey = undefined;
    error = undefined;
    current = snapshotNow();
  }

  function connected(): void {
    open = undefined;
    isBusy = false;
    error = undefined;
    state = afterReconnect(state);
    flush();
    publish();
  }

  return {
    show,
    close,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    snapshot: () => current,
    isIdle: () => wanted === undefined,
    async keys(first, count) {
      if (open === undefined) return [];
      return (await call('views.keys', { view: open.id, first, count })).keys;
    },
  };
}

/** Specs are small and written by one hand, so their JSON is the same when they are. Empty for none. */
export function specKey(spec: WantedView | undefined): string {
  return spec === undefined ? '' : JSON.stringify(spec);
}

/** What a view is about, whatever its order, filter and window. */
function identityOf(spec: WantedView | undefined): string {
  if (spec === undefined) return '';
  return 'infoHash' in spec ? `${spec.kind} ${spec.infoHash}` : spec.kind;
}

function loadKey(spec: WantedView): string {
  return JSON.stringify({ ...spec, window: undefined });
}

function isSameSnapshot(left: ViewSnapshot<unknown>, right: ViewSnapshot<unknown>): boolean {
  return (
    left.rows === right.rows &&
    left.total === right.total &&
    left.first === right.first &&
    left.isLoading === right.isLoading &&
    left.error === right.error
  );
}
