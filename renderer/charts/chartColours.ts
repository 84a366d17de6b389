import { SERIES, type ChartSeries } from './series.ts';

/** Colours of the theme as a canvas takes them. */
export interface ChartColours {
  readonly lines: readonly string[];
  readonly areas: readonly string[];
  readonly grid: string;
  readonly text: string;
  readonly cursor: string;
  /** Behind the points under the cursor. */
  readonly ground: string;
}

const AREA_PERCENT = 13;

/** Reads the theme's variables where `element` stands. System colours of forced colours become figures as well. */
export function readColours(element: HTMLElement, series: readonly ChartSeries[]): ChartColours {
  const probe = document.createElement('span');
  probe.style.setProperty('forced-color-adjust', 'none');
  // With reduced motion every change is a transition, however short, and would be read at its beginning.
  probe.style.transition = 'none';
  element.append(probe);
  const read = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const lines = series.map((id) => read(SERIES[id].colour));
  const colours = {
    lines,
    areas: lines.map(areaColour),
    grid: read('--grid'),
    text: read('--muted'),
    cursor: read('--muted'),
    ground: read('--canvas'),
  };
  probe.remove();
  return colours;
}

/** `rgb(1, 2, 3)` becomes `rgb(1 2 3 / 13%)`. A colour in any other notation, as of the system's own, is left out: opaque it would hide other lines. */
export function areaColour(colour: string): string {
  const figures = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  return figures === null ? 'transparent' : `rgb(${figures.slice(1).join(' ')} / ${AREA_PERCENT}%)`;
}

/** Calls back when the theme, the contrast or the system's colours change. Returns a function that ends it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map((query) =>
    window.matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
