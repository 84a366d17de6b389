import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createCleanup } from '../../support/cleanup.ts';
import { desktopCommand, makeFolders } from '../../support/desktopApp.ts';
import { startDisplay } from '../../support/display.ts';
import { type Figure, repeat } from '../figures.ts';
import { firstRowsPaintedAt } from './firstRows.ts';

const TARGET_SECONDS = 1.5;
const MOCK = '--shares 1000';

/** From the start of the app's process until its first list is painted, with a thousand shares. */
export async function benchWindowStart(runs: number, say: (line: string) => void): Promise<Figure[]> {
  say('starting the app once, so that what it reads is in memory');
  await timeStart();
  say(`starting the app ${runs} times`);
  return [
    {
      part: 'start',
      what: 'process start to first painted list, 1,000 shares',
      unit: 's',
      moreIsBetter: false,
      granary: await repeat(runs, timeStart),
      target: { kind: 'value', atMost: TARGET_SECONDS },
    },
  ];
}

async function timeStart(): Promise<number> {
  const cleanup = createCleanup();
  try {
    const display = await startDisplay(cleanup);
    const folders = await makeFolders(cleanup);
    const command = desktopCommand(folders, { mock: MOCK, ...(display === undefined ? {} : { display }) });
    const startedAt = performance.timeOrigin + performance.now();
    const app = spawn(command.executable, ['--remote-debugging-port=0', ...command.args], {
      env: command.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(app, 'exit');
    cleanup.add(async () => {
      app.kill('SIGKILL');
      await ended;
    });
    return ((await firstRowsPaintedAt(await devToolsAddress(app))) - startedAt) / 1000;
  } finally {
    await cleanup.run();
  }
}

function devToolsAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (app.stderr === null) throw new Error('the app is started with a pipe');
    const said: string[] = [];
    createInterface({ input: app.stderr }).on('line', (line) => {
      said.push(line);
      const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    app.once('exit', () => reject(new Error(`the app ended before it listened:\n${said.join('\n')}`)));
  });
}
