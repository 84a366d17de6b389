import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';

/** Pictures on one sheet: three beside each other, each still large enough to judge. */
const PER_SHEET = 9;
const SHEET_WIDTH = 1920;

/** Writes `sheet-LOOK-N.png` for all pictures of a look. */
export async function writeContactSheets(
  browser: Browser,
  { folder, look }: { readonly folder: string; readonly look: string },
): Promise<void> {
  const pictures = (await readdir(join(folder, look))).filter((name) => name.endsWith('.png')).toSorted();
  const page = await browser.newPage({ viewport: { width: SHEET_WIDTH, height: 600 } });
  for (let first = 0; first < pictures.length; first += PER_SHEET) {
    const html = join(folder, `sheet-${look}.html`);
    await writeFile(html, sheetHtml(look, pictures.slice(first, first + PER_SHEET)));
    await page.goto(pathToFileURL(html).href);
    await page.screenshot({ path: join(folder, `sheet-${look}-${first / PER_SHEET + 1}.png`), fullPage: true });
    await rm(html);
  }
  await page.close();
}

function sheetHtml(look: string, pictures: readonly string[]): string {
  const figures = pictures.map(
    (name) => `<figure><img src="${look}/${name}"><figcaption>${look}/${name}</figcaption></figure>`,
  );
  const style =
    'body{margin:8px;display:grid;grid-template-columns:repeat(3,1fr);gap:8px;background:#888;font:14px sans-serif}' +
    'figure{margin:0}img{width:100%;display:block}';
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join('')}`;
}
