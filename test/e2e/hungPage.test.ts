import { afterEach, expect, test } from 'vitest';
import type { DesktopBridge } from '../../shared/desktop.ts';
import { createCleanup } from '../support/cleanup.ts';
import { callEngine, startRunningDesktop } from '../support/desktopPage.ts';
import { eventually } from '../support/eventually.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Watched extends Window {
  readonly granary: DesktopBridge;
  taken?: { hellos: number; answers: number };
}

const ASKED = 5000;
const HANG_MS = 3000;

test('a page that hangs is sent a bounded number of frames, and begins anew when it is back', async () => {
  const { page } = await startRunningDesktop(cleanup, { mock: '--shares 3' });
  await page.getByRole('grid', { name: 'Shares' }).waitFor();
  await page.evaluate(hang, { asked: ASKED, hangMs: HANG_MS });
  const taken = () => page.evaluate(() => (window as unknown as Watched).taken);
  const after = await eventually(
    async () => {
      const now = await taken();
      return now?.hellos === 1 ? now : undefined;
    },
    { what: 'a hello to the page that is back' },
  );
  expect(after.answers).toBeLessThan(ASKED / 10);
  expect(await callEngine(page, 'engine.status')).toMatchObject({ shares: 3 });
  await page.getByRole('grid', { name: 'Shares' }).getByRole('row').nth(3).waitFor();
});

/** Asks a lot, and then takes nothing for a while. */
function hang({ asked, hangMs }: { readonly asked: number; readonly hangMs: number }): void {
  const watched = window as unknown as Watched;
  const taken = { hellos: 0, answers: 0 };
  watched.taken = taken;
  watched.granary.onFrame((frame) => {
    if ('hello' in frame) taken.hellos++;
    else if (!('event' in frame) && frame.id >= 2_000_000_000) taken.answers++;
  });
  for (let i = 0; i < asked; i++) {
    watched.granary.sendFrame({ id: 2_000_000_000 + i, command: 'engine.status', params: {} });
  }
  const end = performance.now() + hangMs;
  while (performance.now() < end);
}
