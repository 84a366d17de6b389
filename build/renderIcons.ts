import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** `node build/renderIcons.ts`: draws the PNG icons from the SVG ones, with Debian's Chromium. What it draws is kept in git. */

const folder = join(import.meta.dirname, 'icons');
const pictures = [
  { from: 'granary.svg', to: 'granary.png', pixels: 512 },
  { from: 'granary.svg', to: 'tray.png', pixels: 22 },
  { from: 'granary.svg', to: 'tray@2x.png', pixels: 44 },
  { from: 'trayTemplate.svg', to: 'trayTemplate.png', pixels: 22 },
  { from: 'trayTemplate.svg', to: 'trayTemplate@2x.png', pixels: 44 },
];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  for (const { from, to, pixels } of pictures) {
    const svg = readFileSync(join(folder, from)).toString('base64');
    await page.setViewportSize({ width: pixels, height: pixels });
    await page.setContent(
      `<body style="margin:0"><img width="${pixels}" height="${pixels}" style="display:block" src="data:image/svg+xml;base64,${svg}">`,
    );
    await page.screenshot({ path: join(folder, to), omitBackground: true });
  }
} finally {
  await browser.close();
}
