/** What the window needs that browsers before about 2023 lack. */
const NEEDS: Readonly<Record<string, () => boolean>> = {
  'Array.prototype.toSorted': () => typeof Array.prototype.toSorted === 'function',
  'Intl.Segmenter': () => typeof Intl.Segmenter === 'function',
  'AbortSignal.timeout': () => typeof AbortSignal.timeout === 'function',
  'CSS nesting': () => CSS.supports('selector(&)'),
  'color-mix()': () => CSS.supports('color', 'color-mix(in srgb, red, blue)'),
  '@property': () => typeof CSS.registerProperty === 'function',
};

/** Names of what this browser cannot do; empty when it will do. */
export function missingFeatures(): readonly string[] {
  return Object.entries(NEEDS)
    .filter(([, works]) => !isWorking(works))
    .map(([name]) => name);
}

function isWorking(works: () => boolean): boolean {
  try {
    return works();
  } catch {
    // A browser without the very thing that would tell.
    return false;
  }
}
