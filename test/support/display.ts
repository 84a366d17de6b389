import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Cleanup } from './cleanup.ts';

export interface Screen {
  readonly width: number;
  readonly height: number;
}

/**
 * A display of its own for windows that nobody looks at, on the next free number, which it resolves with (as in `:7`). Ends with
 * `cleanup`. Elsewhere than on Linux there is always one, and the answer is undefined.
 */
export async function startDisplay(
  cleanup: Cleanup,
  { width, height }: Screen = { width: 1600, height: 1000 },
): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const args = ['-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  // On its way to a free number it complains of those that are taken.
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(server, 'close');
  cleanup.add(async () => {
    server.kill();
    await ended;
  });
  const lines = createInterface({ input: server.stdout });
  const [number] = (await Promise.race([once(lines, 'line'), ended.then(() => [undefined])])) as [string | undefined];
  lines.close();
  if (number === undefined) throw new Error('Xvfb ended before it had a display; npm run test:e2e brings it');
  return `:${number}`;
}
