import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GranaryError, messageOf, systemCode } from '../errors.ts';
import { isInSettingsFile, SETTINGS } from './options.ts';

export interface SettingsFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function settingsPath(dataDir: string): string {
  return join(dataDir, 'settings.json');
}

/**
 * Reads settings.json from the data directory; undefined when there is none. The values are not checked yet, the keys are.
 * Rejects with `bad-config` for a file that cannot be read, is no JSON object, or has a key that means nothing.
 */
export async function readSettingsFile(dataDir: string): Promise<SettingsFile | undefined> {
  const path = settingsPath(dataDir);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const values = parseObject(text, path);
  const known = SETTINGS.filter(isInSettingsFile).map(({ key }): string => key);
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown === undefined) return { path, values };
  throw new GranaryError(
    'bad-config',
    `${path} has the key ${JSON.stringify(unknown)}, which means nothing to Granary`,
    {
      hint: `the keys are ${known.join(', ')}`,
      because: { reason: 'settings-key-unknown', path, key: unknown },
    },
  );
}

/** Puts the values in the place of the file, whole or not at all. Rejects with `disk-full` or `path-unwritable`. */
export async function writeSettingsFile({ path, values }: SettingsFile): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(`${JSON.stringify(values, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const isFull = systemCode(cause) === 'ENOSPC' || systemCode(cause) === 'EDQUOT';
    throw new GranaryError(isFull ? 'disk-full' : 'path-unwritable', `cannot write ${path}: ${messageOf(cause)}`, {
      hint: isFull ? 'free some space on that disk' : 'see to the permissions of its folder',
      because: { reason: isFull ? 'disk-full' : 'settings-unwritable', path },
      cause,
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new GranaryError('bad-config', `cannot read ${path}: ${messageOf(error)}`, {
      hint: 'make it readable, or remove it to use the defaults',
      because: { reason: 'settings-unreadable', path },
      cause: error,
    });
  }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    // Some editors on Windows begin the file with a byte order mark.
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new GranaryError('bad-config', `${path} is not valid JSON: ${messageOf(error)}`, {
      hint: 'correct it, or remove it to use the defaults',
      because: { reason: 'settings-broken', path },
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new GranaryError('bad-config', `${path} must hold one JSON object`, {
    hint: 'as in {"port": 6969}',
    because: { reason: 'settings-broken', path },
  });
}
