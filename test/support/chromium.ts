import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Debian's own Chromium, driven by Playwright. Whoever launches it closes it. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // The system's sandbox for browsers cannot be set up by root, and tests in containers run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--hide-scrollbars=false', ...args],
  });
}

/** Throws with the Debian way to install it when it is not there. */
export function chromiumPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const path = folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
  if (path === undefined) throw new Error('chromium is missing: sudo apt-get install --no-install-recommends chromium');
  return path;
}
