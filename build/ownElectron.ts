import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Electron's own binary, as its package fetches it. */

export interface InstalledElectron {
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
}

const packageFolder = resolve(import.meta.dirname, '../node_modules/electron');

/** Undefined when it was never fetched. Starts nothing and fetches nothing, unlike an import of the package. */
export function installedElectron(): InstalledElectron | undefined {
  const folder = join(packageFolder, 'dist');
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(folder, readFileSync(pathFile, 'utf8'));
  if (!existsSync(executable)) return undefined;
  return { folder, executable, version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') };
}

/** Runs the package's installer, which downloads; resolves with why it failed, or undefined. */
export function fetchElectron(limitMs: number): Promise<string | undefined> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      done(`the download took longer than ${limitMs / 1000} seconds`);
    }, limitMs);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      done(error.message);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      done(status === 0 ? undefined : firstErrorOf(said));
    });
  });
}

function firstErrorOf(text: string): string {
  return /^\w*Error: (.*)$/m.exec(text)?.[1] ?? 'the download failed';
}
