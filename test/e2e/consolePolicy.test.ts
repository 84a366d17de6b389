import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { openConsolePage } from '../support/consolePage.ts';
import { startServe } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const PATIENCE = { timeout: 20_000 };

test('what a client was refused is allowed in the console, served, and refused again after undoing it', async () => {
  const address = lanAddresses().host;
  const engine = await startServe(cleanup, { address });
  const announce = async (): Promise<string> => {
    const query = `info_hash=${'%ab'.repeat(20)}&peer_id=${'a'.repeat(20)}&port=7000&uploaded=0&downloaded=0&left=1`;
    return (await fetch(`http://${address}:${engine.ready.trackerPort}/announce?${query}&compact=1`)).text();
  };
  const page = await openConsolePage(cleanup, engine);
  await page.getByText('Running').first().waitFor(PATIENCE);
  expect(await announce()).toContain('not shared here');
  await page.evaluate(() => void (location.hash = '/tracker/refused'));
  await page.getByRole('gridcell').getByRole('button', { name: 'Allow' }).click(PATIENCE);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Allow' }).click(PATIENCE);
  await page.getByRole('tab', { name: /^List 1$/ }).waitFor(PATIENCE);
  expect(await announce()).toContain('10:incompletei1e');
  await page.getByRole('tab', { name: /^Swarms/ }).click();
  await page.getByRole('row').filter({ hasText: 'listed' }).waitFor(PATIENCE);

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Serves what is shared here' }).waitFor(PATIENCE);
  await page.getByRole('tab', { name: /^List 0$/ }).waitFor(PATIENCE);
  expect(await announce()).toContain('not shared here');
});
