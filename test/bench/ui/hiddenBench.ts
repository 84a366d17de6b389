import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import { type BenchWindow, goTo } from './benchWindow.ts';

const TARGET_PERCENT = 3;
/** What showing and hiding itself costs is over by then. */
const CALM_MS = 3000;
const WATCHED_SECONDS = 20;

/** What the app costs while nobody sees it, and while somebody does but does nothing. */
export async function benchHidden(window: BenchWindow, say: (line: string) => void): Promise<Figure[]> {
  await goTo(window.page, '/shares');
  say(`watching the window for ${WATCHED_SECONDS} s, shown and then hidden`);
  await pause(CALM_MS);
  const shown = await cost(window);
  await window.hide();
  await pause(CALM_MS);
  const hidden = await cost(window);
  await window.show();
  return [
    {
      ...COMMON,
      what: 'main, renderer and graphics processes, window hidden',
      granary: [hidden.app],
      target: { kind: 'value', atMost: TARGET_PERCENT },
    },
    { ...COMMON, what: 'the same, window shown, everything moving', granary: [shown.app] },
    { ...COMMON, what: 'engine (mock), window hidden', granary: [hidden.engine] },
  ];
}

const COMMON = { part: 'hidden', unit: '% of a core', moreIsBetter: false } as const;

async function cost(window: BenchWindow): Promise<{ readonly app: number; readonly engine: number }> {
  const [app, engine, startedAt] = [window.processorSeconds(), window.engineSeconds(), performance.now()];
  await pause(WATCHED_SECONDS * 1000);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    app: (100 * (window.processorSeconds() - app)) / seconds,
    engine: (100 * (window.engineSeconds() - engine)) / seconds,
  };
}
