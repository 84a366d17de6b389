import { useEffect, useRef } from 'react';
import { hasItems } from './listItems.ts';

/** Told of magnet links and info-hashes that are pasted anywhere but into a field or while a dialog is open. */
export function usePastedItems(onPaste: (text: string) => void): void {
  const newest = useRef(onPaste);
  useEffect(() => {
    newest.current = onPaste;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const isField = event.target instanceof Element && event.target.matches('input, textarea, [contenteditable]');
      if (isField || document.querySelector(MODAL) !== null) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (hasItems(text)) newest.current(text);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}

/** A notice in the corner is an alertdialog as well, and keeps nothing to itself. */
const MODAL = '[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])';
