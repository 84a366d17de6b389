import { useEffect, useState } from 'react';

/** Longer than between the two clicks of a double click. */
const SETTLE_MS = 280;

/**
 * The selection as the pane below shows it. The pane opens a moment late, so that the second click of a double click still
 * meets the row and not the pane; once it is open it follows at once.
 */
export function useSettled(selected: ReadonlySet<string>): ReadonlySet<string> {
  const [shown, setShown] = useState(selected);
  const isOpening = shown.size === 0 && selected.size > 0;
  useEffect(() => {
    if (!isOpening) {
      setShown(selected);
      return undefined;
    }
    const timer = window.setTimeout(() => setShown(selected), SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [selected, isOpening]);
  return isOpening ? shown : selected;
}
