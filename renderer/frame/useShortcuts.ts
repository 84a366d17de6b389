import { useEffect } from 'react';
import { type KeybindingsMap, tinykeys } from 'tinykeys';
import { SHORTCUTS } from '../shortcuts.ts';

/** Listens for the window's shortcuts; mounted once. */
export function useShortcuts(): void {
  useEffect(() => tinykeys(window, bindings(), { ignore: isElsewhere }), []);
}

function bindings(): KeybindingsMap {
  const map: KeybindingsMap = {};
  for (const { keys, run } of SHORTCUTS) {
    if (run === undefined) continue;
    for (const key of keys) {
      map[key] = (event) => {
        event.preventDefault();
        run();
      };
    }
  }
  return map;
}

/** A dialog keeps the keyboard to itself, and in a field a bare key is text. */
function isElsewhere(event: KeyboardEvent): boolean {
  if (event.repeat || event.isComposing) return true;
  // A notice in the corner is an alertdialog as well, and keeps nothing to itself.
  if (document.querySelector('[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])') !== null) return true;
  const isBare = !event.ctrlKey && !event.metaKey && !event.altKey;
  return isBare && event.target instanceof Element && event.target.matches('input, textarea, [contenteditable]');
}
