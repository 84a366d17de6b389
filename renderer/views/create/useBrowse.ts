import { useCallback, useEffect, useState } from 'react';
import type { CommandResult } from '../../../shared/contract.ts';
import { useEngine } from '../../engine.tsx';

export type BrowsedFolder = CommandResult<'files.browse'>;

export interface Browse {
  /** The folder that was opened last; undefined until the first one is there. */
  readonly browsed: BrowsedFolder | undefined;
  /** Why the folder asked for could not be opened. */
  readonly error: unknown;
  open(folder: string): void;
  retry(): void;
}

interface Wish {
  /** Empty: the home folder. */
  readonly folder: string;
}

/** One folder of the engine's computer at a time, the home folder first. */
export function useBrowse(): Browse {
  const { call } = useEngine();
  const [wish, setWish] = useState<Wish>({ folder: '' });
  const [browsed, setBrowsed] = useState<BrowsedFolder>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isNewest = true;
    call('files.browse', wish.folder === '' ? {} : { folder: wish.folder }).then(
      (folder) => {
        if (!isNewest) return;
        setBrowsed(folder);
        setError(undefined);
      },
      (reason: unknown) => {
        if (isNewest) setError(reason);
      },
    );
    return () => {
      isNewest = false;
    };
  }, [call, wish]);
  const open = useCallback((folder: string) => setWish({ folder }), []);
  const retry = useCallback(() => setWish(({ folder }) => ({ folder })), []);
  return { browsed, error, open, retry };
}
