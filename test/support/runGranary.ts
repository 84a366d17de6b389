import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The command line as a process of its own, as a person or a script runs it. */

const CLI = resolve(import.meta.dirname, '../../electron/cli.ts');

export interface GranaryOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

export interface GranaryResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** One that stays until it is told to end. */
export interface RunningGranary {
  readonly process: ChildProcess;
  /** What it printed so far. */
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** The next JSON line, or one printed already, with this event. Rejects when the process ends before. */
  event(name: string): Promise<Record<string, unknown>>;
  /** Settles when it has ended by itself or otherwise. */
  readonly ended: Promise<GranaryResult>;
  /** Sends a signal (SIGINT, as Ctrl-C does) and waits for the end. May be called again. */
  stop(signal?: NodeJS.Signals): Promise<GranaryResult>;
}

/** Ports that collide with nothing: the system chooses them. */
export const FREE_PORTS = ['--port', '0', '--peer-port', '0', '--control-port', '0'] as const;

/** Runs a command to its end. */
export async function runGranary(args: readonly string[], options: GranaryOptions = {}): Promise<GranaryResult> {
  return startGranary(args, options).ended;
}

/** Starts a command that stays. Whoever starts it stops it. */
export function startGranary(
  args: readonly string[],
  { environment = {}, workingDirectory = process.cwd() }: GranaryOptions = {},
): RunningGranary {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: workingDirectory,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: string[] = [];
  const err: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    out.push(line);
    for (const look of waiting) look();
  });
  createInterface({ input: child.stderr }).on('line', (line) => err.push(line));
  const ended = once(child, 'close').then(([status]): GranaryResult => {
    for (const look of waiting) look();
    return { status: status as number | null, out: textOf(out), err: textOf(err) };
  });

  function event(name: string): Promise<Record<string, unknown>> {
    return new Promise((found, reject) => {
      function look(): void {
        const line = out.map(parseEvent).find((each) => each?.['event'] === name);
        if (line !== undefined) found(line);
        else if (child.exitCode !== null)
          reject(new Error(`granary ended before "${name}": ${textOf([...out, ...err])}`));
        else return;
        waiting.delete(look);
      }
      waiting.add(look);
      look();
    });
  }

  return {
    process: child,
    out,
    err,
    event,
    ended,
    stop(signal = 'SIGINT') {
      if (child.exitCode === null) child.kill(signal);
      return ended;
    },
  };
}

function parseEvent(line: string): Record<string, unknown> | undefined {
  return line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : undefined;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
