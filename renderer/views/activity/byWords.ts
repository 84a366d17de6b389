import type { Actor } from '../../../shared/actor.ts';

/** For each way in which something is asked for: its words, and those with the address or token behind it. */
const WORDS: Readonly<Record<Actor['kind'], readonly [alone: string, named: string]>> = {
  window: ['by.window', 'by.window'],
  console: ['by.console', 'by.consoleNamed'],
  'command-line': ['by.commandLine', 'by.commandLine'],
  api: ['by.api', 'by.apiNamed'],
  site: ['by.site', 'by.siteNamed'],
  engine: ['by.engine', 'by.engine'],
};

/** Keys of the namespace `activity`; undefined for a kind that a newer engine has. */
export function byKeys(kind: string): readonly [alone: string, named: string] | undefined {
  return Object.hasOwn(WORDS, kind) ? WORDS[kind as Actor['kind']] : undefined;
}
