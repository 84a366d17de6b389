import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Cleanup } from './cleanup.ts';
import type { NetworkTask } from './networkTaskProcess.ts';
import { type Program, runProgram, startProgram } from './programs.ts';

/**
 * Two network namespaces that are joined by cables (veth pairs), inside the one that the tests run in: one for Granary, one for
 * everybody else. They are gone, with all that is in them, as soon as the programs in them have ended.
 */
export interface ApartNetworks {
  /** The words before a command that run it there. */
  within(side: Side): readonly string[];
  /** What `networkTaskProcess.ts` makes of it there. */
  run<Answer>(side: Side, task: NetworkTask, answer: z.ZodType<Answer>): Promise<Answer>;
}

const SIDES = ['granary', 'others'] as const;
export type Side = (typeof SIDES)[number];

/** Addresses have their prefix length behind them. */
export interface Cable {
  /** Of the interface, on either side. */
  readonly name: string;
  readonly granary: readonly string[];
  readonly others: readonly string[];
  /** Further addresses of the others, which Granary reaches through the first of that family, as through a router. */
  readonly behind: readonly string[];
}

const TASKS = resolve(import.meta.dirname, 'networkTaskProcess.ts');
/** `ip` is there, where an ordinary user's PATH may not lead. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** Needs Linux, and the right to make namespaces, as an ordinary user has it in a namespace of users. */
export async function startApartNetworks(cleanup: Cleanup, cables: readonly Cable[]): Promise<ApartNetworks> {
  const isRoot = process.getuid?.() === 0;
  const granary = await hold(cleanup, ['unshare', ...(isRoot ? [] : ['--user', '--map-root-user']), '--net']);
  const others = await hold(cleanup, [...enter(granary), 'unshare', '--net']);

  function enter({ processId }: Program): string[] {
    const users = isRoot ? [] : ['--user', '--preserve-credentials'];
    return ['nsenter', '--target', String(processId), ...users, '--net'];
  }

  function within(side: Side): readonly string[] {
    return enter(side === 'granary' ? granary : others);
  }

  async function runOut(side: Side, words: readonly string[]): Promise<string> {
    const [command = '', ...args] = [...within(side), ...words];
    const { status, output } = await runProgram(cleanup, { command, args, environment: { PATH } });
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${output}`);
    return output;
  }

  for (const side of SIDES) await runOut(side, ['ip', 'link', 'set', 'lo', 'up']);
  for (const cable of cables) {
    for (const [side, ...words] of wordsFor(cable, others.processId)) await runOut(side, ['ip', ...words]);
  }
  return {
    within,
    async run(side, task, answer) {
      const output = await runOut(side, [process.execPath, TASKS, JSON.stringify(task)]);
      return answer.parse(JSON.parse(output));
    },
  };
}

/** What `ip` is told to lay a cable, on which side. */
function wordsFor(cable: Cable, othersId: number): readonly (readonly [Side, ...string[]])[] {
  const { name, others, behind } = cable;
  return [
    ['granary', 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', String(othersId)],
    ...SIDES.flatMap((side) => [
      ...cable[side].map((address) => [side, ...adding(address, name)] as const),
      [side, 'link', 'set', name, 'up'] as const,
    ]),
    ...behind.flatMap((address) => {
      const router = others.find((other) => isIPv6(other) === isIPv6(address))?.split('/')[0] ?? '';
      const route = ['granary', 'route', 'add', address, 'via', router] as const;
      return [['others', ...adding(address, 'lo')] as const, route];
    }),
  ];
}

/** Without `nodad` an IPv6 address can be used only after a second. */
function adding(address: string, device: string): readonly string[] {
  return ['address', 'add', address, 'dev', device, ...(isIPv6(address) ? ['nodad'] : [])];
}

/** A program that does nothing and lets the namespaces last that it is in. */
async function hold(cleanup: Cleanup, before: readonly string[]): Promise<Program> {
  const [command, ...args] = [...before, '--', 'sh', '-c', 'echo there; exec sleep infinity'];
  const program = await startProgram(cleanup, { command, args });
  await program.line((line) => line === 'there');
  return program;
}

function isIPv6(address: string): boolean {
  return address.includes(':');
}
