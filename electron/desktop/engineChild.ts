import { fork } from 'node:child_process';
import { utilityProcess } from 'electron';
import type { EngineChild, EngineChildEvents } from '../engineHost.ts';
import { type EngineInput, fromEngineSchema } from '../engine/envelopes.ts';

export interface EngineEntry {
  /** Absolute path of the module that the process runs. */
  readonly module: string;
  readonly input: EngineInput;
  /** Another Node.js to run it on (GRANARY_ENGINE_NODE); Electron's own when undefined. */
  readonly nodePath: string | undefined;
}

/** What the process wrote to its error stream, for those who look why it ended. */
export interface ErrorLines {
  add(text: string): void;
}

/** Starts the engine in a process of its own. Never throws: what cannot be started exits. */
export function startEngineChild(entry: EngineEntry, events: EngineChildEvents, errors: ErrorLines): EngineChild {
  return entry.nodePath === undefined
    ? startUtilityProcess(entry, events, errors)
    : startNodeProcess({ ...entry, nodePath: entry.nodePath }, events, errors);
}

const NAME = 'Granary engine';

function startUtilityProcess(entry: EngineEntry, events: EngineChildEvents, errors: ErrorLines): EngineChild {
  const child = utilityProcess.fork(entry.module, [JSON.stringify(entry.input)], {
    serviceName: NAME,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  child.stderr?.on('data', (text: Buffer) => errors.add(text.toString()));
  child.on('message', (message: unknown) => pass(message, events));
  child.on('exit', (code) => events.exit(endOf(code, null)));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    send: (message) => child.postMessage(message),
    // kill() of Electron is a request (SIGTERM), which an engine that hangs does not hear.
    kill: () => killNow(child.pid),
  };
}

function startNodeProcess(
  { module, input, nodePath }: EngineEntry & { readonly nodePath: string },
  events: EngineChildEvents,
  errors: ErrorLines,
): EngineChild {
  const child = fork(module, [JSON.stringify(input)], {
    execPath: nodePath,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  child.stderr?.on('data', (text: Buffer) => errors.add(text.toString()));
  child.on('message', (message) => pass(message, events));
  child.on('error', (error) => events.exit(error.message));
  child.on('exit', (code, signal) => events.exit(endOf(code, signal)));
  return {
    send(message) {
      // A message to a process that is about to end may be lost; its end is noticed by itself.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function killNow(processId: number | undefined): void {
  if (processId === undefined) return;
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** What is not an envelope is dropped: the process runs code of ours, but may be of another version in development. */
function pass(message: unknown, events: EngineChildEvents): void {
  const parsed = fromEngineSchema.safeParse(message);
  if (parsed.success) events.message(parsed.data);
}

function endOf(code: number | null, signal: string | null): string {
  if (signal !== null) return `it was ended by ${signal}`;
  return `it ended with status ${code ?? 'unknown'}`;
}
