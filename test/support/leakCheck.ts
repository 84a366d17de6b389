import { readdirSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeEach } from 'vitest';

/**
 * Runs before every test file (vitest `setupFiles`). A test that leaves a socket, server, timer, worker, child process
 * or open file behind fails with the list of what it left; so does a file whose `afterAll` hooks left something.
 */

type Counts = ReadonlyMap<string, number>;

/** Closing takes a few turns of the event loop, and the runner's own short timers come and go. */
const GRACE_MS = 2000;

/** One-shot work that ends by itself and keeps nothing open. */
const PASSING = new Set(['Immediate', 'TickObject', 'TTYWrap']);

// The standard streams are opened when first looked at, which an import of `node:process` does: that is no leak.
for (const stream of [process.stdin, process.stdout, process.stderr]) stream.listenerCount('error');

const beforeFile = openResources();
let beforeTest: Counts = beforeFile;

beforeEach(() => {
  beforeTest = openResources();
});

afterEach(async () => {
  await failOnLeak(beforeTest, 'this test');
});

afterAll(async () => {
  await failOnLeak(beforeFile, 'this file');
});

async function failOnLeak(before: Counts, culprit: string): Promise<void> {
  const deadline = performance.now() + GRACE_MS;
  let leaks = added(before, openResources());
  while (leaks.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setImmediate(resolve));
    leaks = added(before, openResources());
  }
  if (leaks.length > 0) throw new Error(`${culprit} left open: ${leaks.join(', ')}`);
}

function openResources(): Counts {
  const counts = new Map<string, number>();
  const names = [...process.getActiveResourcesInfo().filter((name) => !PASSING.has(name)), ...openFiles()];
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Linux alone tells which files a process holds open. */
function openFiles(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd')
    .map(openPath)
    .filter((path) => path.startsWith('/') && !path.startsWith('/dev/') && !path.startsWith('/proc/'))
    .map((path) => `file ${path}`);
}

function openPath(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // The descriptor of the listing itself is closed by now.
    return '';
  }
}

function added(before: Counts, now: Counts): string[] {
  return [...now].flatMap(([name, count]) => {
    const more = count - (before.get(name) ?? 0);
    return more > 0 ? [`${more} x ${name}`] : [];
  });
}
