import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { EngineHostState } from '../../shared/desktop.ts';
import { addFakeDesktop } from './fakeDesktop.ts';
import type { MockConsole } from './mockEngine/mockConsole.ts';
import { STILL_AT } from './mockEngine/options.ts';

/** How a person has set up the screen that the window is on. */
export interface Look {
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'de';
  readonly width: number;
  readonly height: number;
  /** The system's own few colours instead of the page's. */
  readonly forcedColors?: boolean;
}

interface Setup {
  readonly mock: MockConsole;
  readonly look: Look;
  /** The page is the desktop app's, with its engine in this state; absent for the web console. */
  readonly desktop?: EngineHostState;
}

const PATIENCE_MS = 20_000;

/** An empty page that is about to load the window from a still mock engine: its clock stands where the engine's does. */
export async function openMockWindow(browser: Browser, { mock, look, desktop }: Setup): Promise<Page> {
  const options: BrowserContextOptions = {
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    forcedColors: look.forcedColors === true ? 'active' : 'none',
    locale: look.language === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(mock.url).origin });
  if (desktop !== undefined) await addFakeDesktop(context, desktop);
  const page = await context.newPage();
  await page.clock.setFixedTime(STILL_AT);
  return page;
}
