import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { connectControl } from '../../electron/cli/controlClient.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import type { CommandName, CommandParams, CommandResult } from '../../shared/contract.ts';

/** Calls a command of an engine that runs in another process, over a connection of its own. */
export async function callRunningEngine<Name extends CommandName>(
  dataDir: string,
  command: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name>> {
  const address = await readControlFile(dataDir);
  if (address === undefined) throw new Error(`no engine runs for ${dataDir}`);
  const client = await connectControl(address);
  try {
    return await client.api.call(command, params);
  } finally {
    await client.stop();
  }
}

const CLI = resolve(import.meta.dirname, '../../electron/cli.ts');

/** `granary console password`, with the password from a pipe. */
export async function setConsolePassword(dataDir: string, password: string): Promise<void> {
  const args = [CLI, 'console', 'password', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'close');
  child.stdin.end(`${password}\n`);
  const [status] = (await ended) as [number | null];
  if (status !== 0) throw new Error(`granary console password ended with ${status}`);
}
