import { type ToastContent, toastQueue } from '../../components/toast.ts';

/** Long enough to change one's mind; a pointer or the focus on it stops the clock. */
const SHOWN_MS = 12_000;

let shown: string | undefined;

/** Tells what was changed, with a way back. A newer change takes its place, so that they do not pile up over the fields. */
export function showUndo(content: ToastContent): void {
  if (shown !== undefined) toastQueue.close(shown);
  shown = toastQueue.add(content, { timeout: SHOWN_MS });
}
