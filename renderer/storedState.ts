/** What the window remembers in this browser or app: how it is arranged, never what is shared. */
const PREFIX = 'granary.';

/** Undefined when nothing is stored, or the browser keeps nothing for us. */
export function readStored(key: string): unknown {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // Storage that is off or damaged: the window then starts as it comes.
    return undefined;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage that is off or full: the arrangement holds until the page is closed.
  }
}
