import { MAX_OPEN_FOLDERS } from '../../../shared/viewLimits.ts';

/** The open folders after one was opened or closed; beyond the contract's bound the one that was opened first closes. */
export function afterFolding(opened: readonly number[], folder: number, isOpen: boolean): readonly number[] {
  const others = opened.filter((other) => other !== folder);
  return isOpen ? [...others, folder].slice(-MAX_OPEN_FOLDERS) : others;
}
