import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';
import type { ErrorText } from '../text/errorText.ts';
import { safeText } from '../text/safeText.ts';
import type { Tone } from './Banner.tsx';

export interface ToastContent {
  readonly title: string;
  readonly description?: string;
  readonly tone?: Tone;
  /** The engine's own words, folded away. */
  readonly detail?: string;
  /** One thing to do about it; doing it closes the toast. */
  readonly action?: { readonly label: string; onAction(): void };
}

/** Long enough to read; with something to do or an error it stays until it is closed. */
const SHOWN_MS = 6000;
const MAX_HINT_CHARACTERS = 500;

export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Short notices in a corner. They are read out, and F6 leads to them. */
export const toast = {
  show(content: ToastContent): void {
    const stays = content.action !== undefined || content.tone === 'error';
    toastQueue.add(content, stays ? {} : { timeout: SHOWN_MS });
  },
  /** What went wrong; below it what to do. */
  failure({ message, hint, detail }: ErrorText): void {
    toast.show({
      title: safeText(message, MAX_HINT_CHARACTERS),
      ...(hint === undefined ? {} : { description: safeText(hint, MAX_HINT_CHARACTERS) }),
      ...(detail === undefined ? {} : { detail }),
      tone: 'error',
    });
  },
  /** The same below a title of its own. */
  failed(title: string, { message, hint, detail }: ErrorText): void {
    const description = safeText(hint === undefined ? message : `${message} ${hint}`, MAX_HINT_CHARACTERS);
    toast.show({ title, description, ...(detail === undefined ? {} : { detail }), tone: 'error' });
  },
};
