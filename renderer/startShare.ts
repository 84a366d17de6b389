import { create } from 'zustand';
import { toast } from './components/toast.ts';
import { desktop } from './desktop.ts';
import { safeText } from './text/safeText.ts';
import { asSentence } from './text/sentence.ts';

/** The dialog that creates a share: there is one, and anything in the window may open it. */
export interface CreateDialogState {
  readonly isOpen: boolean;
  /** Absolute paths to start with; empty to choose them in the dialog. */
  readonly paths: readonly string[];
  /** Counts the times it was opened, so that each time begins anew. */
  readonly opened: number;
}

export const useCreateDialog = create<CreateDialogState>()(() => ({ isOpen: false, paths: [], opened: 0 }));

/** Opens the dialog; false when it is open already, and then it stays as it is. */
export function openCreateDialog(paths: readonly string[] = []): boolean {
  const { isOpen, opened } = useCreateDialog.getState();
  if (isOpen) return false;
  useCreateDialog.setState({ isOpen: true, paths, opened: opened + 1 });
  return true;
}

export function closeCreateDialog(): void {
  useCreateDialog.setState({ isOpen: false });
}

/** Asks for files or a folder with the system's dialog where there is one, and goes on in ours. Never rejects. */
export async function startShare(what: 'files' | 'folder' = 'files'): Promise<void> {
  const bridge = desktop();
  if (bridge === undefined) {
    openCreateDialog();
    return;
  }
  try {
    const paths = await bridge.pickPaths(what);
    if (paths.length > 0) openCreateDialog(paths);
  } catch (error) {
    toast.show({
      title: safeText(asSentence(error instanceof Error ? error.message : String(error)), 500),
      tone: 'error',
    });
  }
}
