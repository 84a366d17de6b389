import { useState } from 'react';
import { type Browse, useBrowse } from './useBrowse.ts';

/** What is being looked at and chosen in the folder browser. */
export interface FolderChoice extends Browse {
  /** In the path field, until it is opened. */
  readonly typed: string | undefined;
  readonly chosen: ReadonlySet<string>;
  /** The open folder; undefined while it is not what is seen. */
  readonly folder: string | undefined;
  setTyped(path: string): void;
  setChosen(paths: ReadonlySet<string>): void;
}

/** Nothing is looked at unless `isActive`. */
export function useFolderChoice(isActive: boolean): FolderChoice {
  const browse = useBrowse(isActive);
  const { browsed, error, isOpening } = browse;
  const [typed, setTyped] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const isSeen = browsed !== undefined && error === undefined && !isOpening && typed === undefined;
  const open = (folder: string): void => {
    setTyped(undefined);
    setChosen(new Set());
    browse.open(folder);
  };
  return {
    ...browse,
    open,
    typed,
    chosen,
    folder: isSeen ? browsed.folder : undefined,
    setTyped: (path) => setTyped(path === browsed?.folder ? undefined : path),
    setChosen,
  };
}
