import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Cleanup } from './cleanup.ts';

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A real program that a test started. It ends with the test at the latest. */
export interface Program {
  readonly processId: number;
  /** All it printed so far, standard output and error together. */
  output(): string;
  /** The first line of standard output that `match` accepts, from the start. Rejects when the program ends before. */
  line(match: (line: string) => boolean): Promise<string>;
  readonly ended: Promise<ProgramEnd>;
  /** Asks it to end with `signal`, waits, and after ten seconds ends it for good. */
  stop(signal?: NodeJS.Signals): Promise<ProgramEnd>;
}

const PATIENCE_MS = 10_000;
const ERROR_TAIL = 3000;

/** Resolves when the program runs; rejects with the Debian way to install it when it is not there. */
export async function startProgram(cleanup: Cleanup, options: ProgramOptions): Promise<Program> {
  const { command, args } = options;
  const child = spawn(command, args, {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = watch(child, command);
  // A runner that is ended in the middle of a test takes its programs along.
  const endWithRunner = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithRunner);
  void program.ended.then(() => process.off('exit', endWithRunner));
  cleanup.add(async () => void (await program.stop()));
  await spawned(child, command);
  return program;
}

/** Runs a program to its end. */
export async function runProgram(cleanup: Cleanup, options: ProgramOptions): Promise<ProgramEnd & { output: string }> {
  const program = await startProgram(cleanup, options);
  return { ...(await program.ended), output: program.output() };
}

function spawned(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new Error(`${command} did not start (${cause.message}); "node build/testSetup.ts" installs it`, { cause }),
      );
    });
  });
}

function watch(child: ChildProcess, command: string): Program {
  const { promise: ended, resolve: end } = Promise.withResolvers<ProgramEnd>();
  const printed: string[] = [];
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((look) => look());
  if (child.stdout === null || child.stderr === null) throw new Error('a program is started with pipes');
  createInterface(child.stdout).on('line', (line) => {
    printed.push(line);
    lines.push(line);
    wake();
  });
  createInterface(child.stderr).on('line', (line) => void printed.push(line));
  let over = false;
  const finish = (status: number | null, signal: NodeJS.Signals | null): void => {
    over = true;
    end({ status, signal });
    wake();
  };
  child.once('error', () => finish(null, null));
  child.once('close', finish);
  const output = (): string => printed.join('\n');

  return {
    processId: child.pid ?? 0,
    output,
    ended,
    line: (match) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(match);
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found !== undefined) return resolve(found);
          reject(new Error(`${command} ended before it said what was awaited:\n${output().slice(-ERROR_TAIL)}`));
        };
        waiting.add(look);
        look();
      }),
    stop: async (signal = 'SIGTERM') => {
      if (!over) child.kill(signal);
      const enough = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const result = await ended;
      clearTimeout(enough);
      return result;
    },
  };
}
