import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Cleanup } from '../../support/cleanup.ts';
import { type DesktopFolders, desktopCommand, makeFolders } from '../../support/desktopApp.ts';
import { startDisplay } from '../../support/display.ts';

/**
 * The built app as a person starts it. Playwright would hold it up while it starts, and would keep its page believing that
 * it is seen and focused, whatever becomes of the window.
 */
export interface PlainApp {
  readonly processId: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Where the Chrome DevTools Protocol is spoken. */
  readonly devTools: Promise<string>;
  /** Runs an expression in the main process; `electron` is the module. Its value, which must be plain, comes back. */
  inMain(expression: string): Promise<unknown>;
}

/** Which engine the app has: a mock with these options, or the real one with what is in these folders. */
export type BenchEngine = { readonly mock: string } | { readonly folders: DesktopFolders };

/** On a display of its own; killed by `cleanup`. */
export async function startPlainApp(cleanup: Cleanup, engine: BenchEngine): Promise<PlainApp> {
  const display = await startDisplay(cleanup);
  const isReal = 'folders' in engine;
  const command = desktopCommand(isReal ? engine.folders : await makeFolders(cleanup), {
    ...(isReal ? {} : engine),
    ...(display === undefined ? {} : { display }),
  });
  const startedAt = performance.timeOrigin + performance.now();
  const app = spawn(command.executable, ['--inspect=0', '--remote-debugging-port=0', ...command.args], {
    env: command.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  cleanup.add(async () => {
    app.kill('SIGKILL');
    await ended;
  });
  const said = addressesOf(app);
  return {
    processId: app.pid ?? 0,
    startedAt,
    devTools: said.devTools,
    inMain: async (expression) => evaluate(await said.inspector, `((electron) => ${expression})(${ELECTRON})`),
  };
}

const ELECTRON = `process.getBuiltinModule('module').createRequire(process.execPath)('electron')`;

interface Addresses {
  readonly devTools: Promise<string>;
  readonly inspector: Promise<string>;
}

/** Electron prints both on its error stream. */
function addressesOf(app: ChildProcess): Addresses {
  if (app.stderr === null) throw new Error('the app is started with a pipe');
  const lines = createInterface({ input: app.stderr });
  const said: string[] = [];
  lines.on('line', (line) => void said.push(line));
  const after = (words: string): Promise<string> => {
    const found = new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const [, address] = new RegExp(`${words} listening on (ws:\\S+)`).exec(line) ?? [];
        if (address !== undefined) resolve(address);
      });
      app.once('exit', () => reject(new Error(`the app ended before it listened:\n${said.join('\n')}`)));
    });
    // Whoever waits for it hears of it.
    found.catch(() => undefined);
    return found;
  };
  return { devTools: after('DevTools'), inspector: after('Debugger') };
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

async function evaluate(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const params = { expression, returnByValue: true, awaitPromise: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  try {
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer];
      const { id, result } = JSON.parse(String(data)) as Answer;
      if (id !== 1) continue;
      if (result?.exceptionDetails !== undefined) throw new Error(`${expression}: ${String(data)}`);
      return result?.result?.value;
    }
  } finally {
    socket.terminate();
  }
}
