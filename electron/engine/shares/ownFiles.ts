import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** What the engine keeps in its data directory, with the temporary files beside each. */
const OWN_FILE = /^(control\.json|settings\.json|granary\.(sqlite|log)|engine\.lock)([.-].*)?$/i;

/**
 * Tells the engine's own files, by their real paths, from what a person shares: who gives away a whole home folder does not mean
 * the secret in control.json, the database with what is signed in, and the log. `dataDir` must be there.
 */
export function createOwnFiles(dataDir: string): (realPath: string) => boolean {
  const folder = realpathSync(dataDir);
  return (realPath) => dirname(realPath) === folder && OWN_FILE.test(basename(realPath));
}
