import { createConsolePassword } from '../../engine/portal/consolePassword.ts';
import { checkPassword } from '../../engine/system/passwordHash.ts';
import { endConsoleSessions } from '../../engine/portal/consoleSessions.ts';
import { GranaryError, messageOf } from '../../engine/errors.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { openStorage } from '../../engine/storage/storage.ts';
import { changeConsolePassword, makeConsoleLinks } from '../consoleClient.ts';
import type { CliContext } from '../context.ts';
import { runningEngineOr } from '../engineAccess.ts';
import type { SecretInput } from '../secretInput.ts';
import { printJson, printLines } from '../terminal.ts';
import { formatDuration } from '../text/format.ts';

export interface ConsoleRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
  /** Whether the link is for other machines of the network. */
  readonly network: boolean;
  /** Whether to open it in the browser here. */
  readonly open: boolean;
}

/** Prints a fresh sign-in link of the running engine. */
export async function runConsole(context: CliContext, request: ConsoleRequest): Promise<number> {
  const { out, err } = context.terminal;
  const dataDir = resolveDataDir({ ...context, flags: request.flags });
  const { links, expiresInSeconds } = await makeConsoleLinks(dataDir, request);
  if (request.json) printJson(out, { event: 'console', links, expiresInSeconds });
  else {
    printLines(out, links);
    const which = links.length === 1 ? 'This link' : 'One of these links';
    printLines(err, [err.style.dim(`${which} signs in once, within ${formatDuration(expiresInSeconds * 1000)}.`)]);
  }
  const [link] = links;
  if (request.open && link !== undefined) await openOrSay(context, link);
  return 0;
}

/** That no browser opens is said and no more: the link stands above. */
export async function openOrSay({ openBrowser, terminal }: CliContext, link: string): Promise<void> {
  try {
    await openBrowser(link);
  } catch (error) {
    printLines(terminal.err, [`No browser was opened: ${messageOf(error)}. Open the link by hand.`]);
  }
}

export interface ConsolePasswordRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
  readonly remove: boolean;
}

/** Sets or removes the password of the console, whether or not an engine runs. Everyone is signed out. */
export async function runConsolePassword(context: CliContext, request: ConsolePasswordRequest): Promise<number> {
  const { out } = context.terminal;
  const dataDir = resolveDataDir({ ...context, flags: request.flags });
  const password = request.remove ? null : await newPassword(context.secretInput);
  const addresses = await change(dataDir, password);
  const isSet = password !== null;
  if (request.json) printJson(out, { event: 'console.password', isSet, addresses });
  else {
    printLines(out, [
      isSet ? 'The console has a new password.' : 'The console has no password any more.',
      'Everyone who was signed in to it is signed out.',
      ...addresses.map((address) => `It is served on the network at ${address}`),
    ]);
  }
  return 0;
}

async function newPassword(input: SecretInput): Promise<string> {
  if (!input.isTerminal) {
    const piped = await input.readLine();
    checkPassword(piped);
    return piped;
  }
  const first = await input.ask('New password for the console: ');
  checkPassword(first);
  if ((await input.ask('The same again: ')) === first) return first;
  throw new GranaryError('bad-input', 'these were two different passwords, so nothing was changed', {
    hint: 'run the command again',
  });
}

/** Answers where the console is on the network now. Without an engine it is nowhere. */
async function change(dataDir: string, password: string | null): Promise<readonly string[]> {
  const found = await runningEngineOr(dataDir, () => storePassword(dataDir, password));
  if (found.kind === 'local') return [];
  try {
    return await changeConsolePassword(dataDir, password);
  } finally {
    await found.client.stop();
  }
}

async function storePassword(dataDir: string, password: string | null): Promise<void> {
  const storage = openStorage({ dataDir });
  try {
    const stored = createConsolePassword(storage.settings);
    if (password === null) stored.remove();
    else await stored.set(password);
    endConsoleSessions(storage.settings);
  } finally {
    await storage.close();
  }
}
