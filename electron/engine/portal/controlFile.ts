import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GranaryError, messageOf, systemCode } from '../errors.ts';

/**
 * `control.json` in the data directory: how other programs of the same person find the running engine, and the secret that
 * lets them in. On POSIX the file is readable by its owner only; on Windows the access list of the profile folder, in which
 * the data directory lies by default, says the same.
 *
 * The file may outlive its engine (a crash, a power cut), so a reader treats it as a hint and tries the port.
 */

const controlFileSchema = z.object({
  port: z.number().int().min(1).max(65535),
  secret: z.string().min(1),
  processId: z.number().int(),
  version: z.string(),
});
export type ControlFile = Readonly<z.infer<typeof controlFileSchema>>;

export function controlFilePath(dataDir: string): string {
  return join(dataDir, 'control.json');
}

/**
 * Puts the file in place in one step: a reader sees the old one or the new one, never half of one.
 * Rejects with `disk-full` or `data-dir-unusable`.
 */
export async function writeControlFile(dataDir: string, content: ControlFile): Promise<void> {
  const file = controlFilePath(dataDir);
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeFailure(file, error);
  }
}

/** Undefined when there is none, or when what is there is no control file: either way no engine can be found by it. */
export async function readControlFile(dataDir: string): Promise<ControlFile | undefined> {
  const text = await readIfThere(controlFilePath(dataDir));
  if (text === undefined) return undefined;
  const parsed = controlFileSchema.safeParse(jsonOrUndefined(text));
  return parsed.success ? parsed.data : undefined;
}

/** Removes the file if it is still the one that carries `secret`; another engine's file stays. */
export async function removeControlFile(dataDir: string, secret: string): Promise<void> {
  const current = await readControlFile(dataDir);
  if (current?.secret === secret) await rm(controlFilePath(dataDir), { force: true });
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new GranaryError('data-dir-unusable', `cannot read ${file}: ${messageOf(error)}`, {
      hint: 'run granary as the user who started the engine, or choose another folder with --data-dir',
      because: { reason: 'data-folder-unusable', path: file },
      cause: error,
    });
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeFailure(file: string, error: unknown): GranaryError {
  const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
  return full
    ? new GranaryError('disk-full', `no space left to write ${file}`, {
        hint: 'free some space',
        because: { reason: 'disk-full', path: file },
        cause: error,
      })
    : new GranaryError('data-dir-unusable', `cannot write ${file}: ${messageOf(error)}`, {
        hint: 'choose a folder you may write to with --data-dir',
        because: { reason: 'data-folder-unusable', path: file },
        cause: error,
      });
}
