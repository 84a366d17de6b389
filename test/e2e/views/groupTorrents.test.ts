import { afterEach, test } from 'vitest';
import { sharedChromium } from '../../support/sharedChromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPageKeys, goToRow, pressOn, tabTo } from '../../support/keyboard.ts';
import { GONE_TORRENT } from '../../support/mockEngine/mockPeople.ts';
import { openScene, PLAIN_LOOK } from '../../support/scenePage.ts';

/** The torrents of a group that are not shared any more. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

test('a torrent that is gone stays in its group until somebody takes it out', async () => {
  const route = '/people/groups';
  const scene = { name: route, world: 'private', route } as const;
  const keys = createPageKeys(await openScene(browser(), scene, { cleanup, look: PLAIN_LOOK }));
  const { page } = keys;
  const row = page.getByRole('row').filter({ hasText: GONE_TORRENT.slice(0, 20) });
  await row.waitFor();
  await goToRow(keys, 'Groups', 'Third floor');
  await keys.press('Enter');
  await page.getByRole('listbox', { name: 'Torrents that are not shared here' }).waitFor();
  await tabTo(keys, GONE_TORRENT);
  await keys.press('Space');
  await pressOn(keys, 'Save');
  await row.waitFor({ state: 'hidden' });
});
