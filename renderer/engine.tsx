import { createContext, type ReactNode, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ClientApi, EventName } from '../shared/contract.ts';
import type { ConnectionState, DataOf, EngineConnection } from './bridge.ts';
import type { ViewClient } from './views/viewClient.ts';

const EngineContext = createContext<EngineConnection | undefined>(undefined);

export interface EngineProviderProps {
  readonly connection: EngineConnection;
  readonly children: ReactNode;
}

export function EngineProvider({ connection, children }: EngineProviderProps): ReactNode {
  return <EngineContext value={connection}>{children}</EngineContext>;
}

export interface Engine {
  /** Rejects with an EngineError; at once with `engine-unreachable` while there is no connection. */
  readonly call: ClientApi['call'];
  readonly state: ConnectionState;
  /** Tries to connect at once. */
  retry(): void;
}

export function useEngine(): Engine {
  const connection = useConnection();
  const state = useSyncExternalStore(connection.onState, connection.state);
  return { call: connection.call, state, retry: connection.retry };
}

export function useViewClient(): ViewClient {
  return useConnection().views;
}

/** Calls the newest `listener` for each event of that name while the component is there and `isActive`. */
export function useEngineEvent<Name extends EventName>(
  name: Name,
  listener: (data: DataOf<Name>) => void,
  isActive = true,
): void {
  const connection = useConnection();
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => {
    if (!isActive) return undefined;
    return connection.follow(name, (data) => newest.current(data));
  }, [connection, name, isActive]);
}

function useConnection(): EngineConnection {
  const connection = useContext(EngineContext);
  if (connection === undefined) throw new Error('EngineProvider is missing around this component');
  return connection;
}
