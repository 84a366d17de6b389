import { createContext, type ReactNode, useContext } from 'react';
import type { StatusRow } from '../../shared/rows.ts';
import { useRow } from '../views/useView.ts';

const StatusContext = createContext<StatusRow | undefined>(undefined);

/** One view of the engine as a whole, for all parts of the frame. */
export function StatusProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { row } = useRow({ kind: 'status' });
  return <StatusContext value={row}>{children}</StatusContext>;
}

/** Undefined until the engine has told. Without a connection it is as it was last. */
export function useStatus(): StatusRow | undefined {
  return useContext(StatusContext);
}
