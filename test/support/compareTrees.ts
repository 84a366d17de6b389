import { lstat, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const BLOCK_BYTES = 1024 * 1024;

/**
 * Compares two files or folders byte for byte: names, empty files and folders' contents. Returns a line for every
 * difference, so that a test expects an empty list and a failure says which file it was.
 */
export async function compareTrees(expected: string, actual: string): Promise<string[]> {
  const [wanted, found] = await Promise.all([filesUnder(expected), filesUnder(actual)]);
  const differences: string[] = [];
  for (const path of found.keys()) if (!wanted.has(path)) differences.push(`${path}: should not be there`);
  for (const [path, bytes] of wanted) {
    const foundBytes = found.get(path);
    if (foundBytes === undefined) differences.push(`${path}: missing`);
    else if (foundBytes !== bytes) differences.push(`${path}: ${foundBytes} bytes instead of ${bytes}`);
    else {
      const offset = await firstDifference(join(expected, path), join(actual, path));
      if (offset !== undefined) differences.push(`${path}: other bytes from ${offset} on`);
    }
  }
  return differences;
}

/** Lengths by relative path; a single file has the path '', and where nothing is nothing is found. */
async function filesUnder(root: string): Promise<Map<string, number>> {
  const stat = await lstat(root).catch(() => undefined);
  if (stat === undefined) return new Map();
  if (stat.isFile()) return new Map([['', stat.size]]);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const lengths = files.map(async (file): Promise<[string, number]> => {
    return [relative(root, file).split(sep).join('/'), (await lstat(file)).size];
  });
  return new Map(await Promise.all(lengths));
}

/** Somewhere in the block at the returned offset the two files, of one length, differ. */
async function firstDifference(expected: string, actual: string): Promise<number | undefined> {
  await using left = await open(expected);
  await using right = await open(actual);
  const [wanted, found] = [Buffer.allocUnsafe(BLOCK_BYTES), Buffer.allocUnsafe(BLOCK_BYTES)];
  for (let offset = 0; ; offset += BLOCK_BYTES) {
    const reads = [left.read(wanted, 0, BLOCK_BYTES, offset), right.read(found, 0, BLOCK_BYTES, offset)] as const;
    const [{ bytesRead }] = await Promise.all(reads);
    if (bytesRead === 0) return undefined;
    if (!wanted.subarray(0, bytesRead).equals(found.subarray(0, bytesRead))) return offset;
  }
}
