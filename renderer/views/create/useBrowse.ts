import { useCallback, useEffect, useState } from 'react';
import type { CommandResult } from '../../../shared/contract.ts';
import { useEngine } from '../../engine.tsx';

export type BrowsedFolder = CommandResult<'files.browse'>;

export interface Browse {
  /** The folder that was opened last; undefined until the first one is there. */
  readonly browsed: BrowsedFolder | undefined;
  /** Why the folder asked for could not be opened. */
  readonly error: unknown;
  /** Whether the folder asked for is still to come; the one before stays meanwhile. */
  readonly isOpening: boolean;
  open(folder: string): void;
  retry(): void;
}

interface Wish {
  /** Empty: the home folder. */
  readonly folder: string;
}

/** One folder of the engine's computer at a time, the home folder first; none unless `isActive`. */
export function useBrowse(isActive: boolean): Browse {
  const { call } = useEngine();
  const [wish, setWish] = useState<Wish>({ folder: '' });
  const [browsed, setBrowsed] = useState<BrowsedFolder>();
  const [error, setError] = useState<unknown>();
  const [answered, setAnswered] = useState<Wish>();
  useEffect(() => {
    if (!isActive) return undefined;
    let isNewest = true;
    call('files.browse', wish.folder === '' ? {} : { folder: wish.folder }).then(
      (folder) => {
        if (!isNewest) return;
        setBrowsed(folder);
        setError(undefined);
        setAnswered(wish);
      },
      (reason: unknown) => {
        if (!isNewest) return;
        setError(reason);
        setAnswered(wish);
      },
    );
    return () => {
      isNewest = false;
    };
  }, [call, wish, isActive]);
  const open = useCallback((folder: string) => setWish({ folder }), []);
  const retry = useCallback(() => setWish(({ folder }) => ({ folder })), []);
  return { browsed, error, isOpening: answered !== wish, open, retry };
}
