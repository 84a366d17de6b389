import type { ClientApi } from '../../shared/contract.ts';
import type { ViewDelta } from '../../shared/views.ts';
import { createViewHandle, type ViewHandle, type ViewLifecycle } from './viewHandle.ts';
import type { Keyed } from './viewState.ts';

/** All views of a connection. */
export interface ViewClient {
  create<Row extends Keyed>(): ViewHandle<Row>;
  receive(delta: ViewDelta): void;
  /** The connection is new: opens every view that is shown again. */
  connected(): void;
  disconnected(): void;
}

export interface ViewClientDeps {
  readonly call: ClientApi['call'];
  /** Runs something soon, once a frame: many changes of a spec within a frame are one. */
  readonly nextFrame: (run: () => void) => void;
}

export function createViewClient({ call, nextFrame }: ViewClientDeps): ViewClient {
  const receivers = new Map<string, (delta: ViewDelta) => void>();
  const shown = new Set<ViewLifecycle>();
  let lastId = 0;
  let isConnected = false;

  return {
    create: <Row extends Keyed>() =>
      createViewHandle<Row>({
        call,
        nextFrame,
        isConnected: () => isConnected,
        register(receive) {
          const id = `view-${++lastId}`;
          receivers.set(id, receive);
          return id;
        },
        unregister: (id) => void receivers.delete(id),
        started: (lifecycle) => void shown.add(lifecycle),
        ended: (lifecycle) => void shown.delete(lifecycle),
      }),
    receive(delta) {
      receivers.get(delta.view)?.(delta);
    },
    connected() {
      isConnected = true;
      receivers.clear();
      for (const lifecycle of [...shown]) lifecycle.connected();
    },
    disconnected() {
      isConnected = false;
      receivers.clear();
    },
  };
}
