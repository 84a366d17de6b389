import type { Page } from 'playwright-core';

/** What a person does with a long table, as fast as the page lets them. */

const FAST_FRAMES = 240;
const STEADY_FRAMES = 400;
/** A wheel turned steadily: three rows a frame. */
const STEADY_PIXELS = 84;
const WHEEL_TURNS = 60;
const WHEEL_PIXELS = 500;
/** How long a table is watched after something was asked of it. */
const SETTLE_FRAMES = 30;
const FILTERS = ['a', 'ag', '10.2', ''];

/** From the top to the bottom in four seconds, and back. */
export async function scrollFast(page: Page): Promise<void> {
  await page.evaluate(scrollTable, { frames: FAST_FRAMES, by: 'all' as const });
}

/** Down from the top and up again, as fast as one reads names. */
export async function scrollSteadily(page: Page): Promise<void> {
  await page.evaluate(scrollTable, { frames: STEADY_FRAMES, by: STEADY_PIXELS });
}

/** With real wheel events, as the system sends them. */
export async function turnWheel(page: Page): Promise<void> {
  await page.getByRole('grid').hover();
  for (let turn = 0; turn < WHEEL_TURNS; turn++) {
    await page.mouse.wheel(0, turn < WHEEL_TURNS / 2 ? WHEEL_PIXELS : -WHEEL_PIXELS);
    await drawn(page, 1);
  }
}

/** By each column that can be sorted by, both ways. */
export async function sortByEach(page: Page): Promise<void> {
  const headers = page.getByRole('grid').locator('[role="columnheader"][aria-sort]');
  const count = await headers.count();
  if (count === 0) throw new Error('no column can be sorted by');
  for (let i = 0; i < count; i++) {
    for (let turn = 0; turn < 2; turn++) {
      await headers.nth(i).click({ position: { x: 12, y: 8 } });
      await drawn(page, SETTLE_FRAMES);
    }
  }
}

export async function filterBy(page: Page): Promise<void> {
  const box = page.getByRole('searchbox').first();
  for (const text of FILTERS) {
    await box.fill(text);
    await drawn(page, SETTLE_FRAMES);
  }
}

/** Waits for so many frames to be drawn. */
async function drawn(page: Page, frames: number): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        let seen = 0;
        const tick = (): void => {
          seen++;
          if (seen >= wanted) resolve();
          else requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      }),
    frames,
  );
}

/** Runs in the page: scrolls the first grid there and back, a step a frame. */
function scrollTable({ frames, by }: { frames: number; by: number | 'all' }): Promise<void> {
  const grid = document.querySelector('[role="grid"]');
  const candidates = grid === null ? [] : [grid, ...grid.querySelectorAll('*'), ...parentsOf(grid)];
  const scroller = candidates.find(
    (element) => element.scrollHeight > element.clientHeight + 200 && isScrollable(element),
  );
  if (scroller === undefined) return Promise.reject(new Error('the table does not scroll'));
  const step = by === 'all' ? (scroller.scrollHeight - scroller.clientHeight) / frames : by;
  scroller.scrollTop = 0;
  return new Promise((resolve) => {
    let frame = 0;
    const tick = (): void => {
      frame++;
      scroller.scrollTop += frame <= frames ? step : -step;
      if (frame >= frames * 2) resolve();
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });

  function parentsOf(element: Element): Element[] {
    const { parentElement } = element;
    return parentElement === null ? [] : [parentElement, ...parentsOf(parentElement)];
  }

  function isScrollable(element: Element): boolean {
    return ['auto', 'scroll'].includes(getComputedStyle(element).overflowY);
  }
}
