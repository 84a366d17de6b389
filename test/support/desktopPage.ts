import type { Page } from 'playwright-core';
import type { DesktopBridge, DesktopRequest, EngineHostState } from '../../shared/desktop.ts';
import type { ServerFrame } from '../../shared/frames.ts';
import type { Cleanup } from './cleanup.ts';
import { type DesktopApp, type DesktopAppOptions, startDesktopApp } from './desktopApp.ts';
import { eventually } from './eventually.ts';

/** What a test asks of the desktop app's page about the bridge, beside what the page itself does with it. */

interface Watched extends Window {
  readonly granary: DesktopBridge;
  watchedStates?: EngineHostState[];
  watchedRequests?: DesktopRequest[];
}

/** Starts the app and waits for its engine; its states are kept. */
export async function startRunningDesktop(cleanup: Cleanup, options: DesktopAppOptions = {}): Promise<DesktopApp> {
  const desktop = await startDesktopApp(cleanup, options);
  await watchEngine(desktop.page);
  await untilEngine(desktop.page, 'running');
  return desktop;
}

/** From now on every state of the engine is kept, the one of now first. */
export async function watchEngine(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    const states: EngineHostState[] = [];
    watched.watchedStates = states;
    watched.granary.onEngineState((state) => states.push(state));
  });
}

/** Resolves with all states so far as soon as this kind was among them so many times. */
export async function untilEngine(page: Page, kind: EngineHostState['kind'], times = 1): Promise<EngineHostState[]> {
  return eventually(
    async () => {
      const states = await page.evaluate(() => (window as unknown as Watched).watchedStates ?? []);
      return states.filter((state) => state.kind === kind).length >= times ? states : undefined;
    },
    { what: `the engine to be ${kind}` },
  );
}

export async function watchRequests(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    const requests: DesktopRequest[] = [];
    watched.watchedRequests = requests;
    watched.granary.onRequest((request) => requests.push(request));
  });
}

export async function requestsOf(page: Page): Promise<DesktopRequest[]> {
  return page.evaluate(() => (window as unknown as Watched).watchedRequests ?? []);
}

/** Calls a command beside those of the page. Rejects with the engine's message. */
export async function callEngine(page: Page, command: string, params: unknown = {}): Promise<Record<string, unknown>> {
  const answer: ServerFrame = await page.evaluate(
    (request) =>
      new Promise<ServerFrame>((resolve) => {
        const { granary } = window as unknown as Watched;
        // Far above the ids that the page counts up.
        const id = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
        const end = granary.onFrame((frame) => {
          if (!('id' in frame) || frame.id !== id) return;
          end();
          resolve(frame);
        });
        granary.sendFrame({ id, ...request });
      }),
    { command, params },
  );
  if ('error' in answer) throw new Error(answer.error.message);
  return 'result' in answer ? (answer.result as Record<string, unknown>) : {};
}

/** Of the engine's process. */
export async function engineProcessId(page: Page): Promise<number> {
  return Number((await callEngine(page, 'engine.status'))['processId']);
}
