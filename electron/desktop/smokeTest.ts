import type { BrowserWindow } from 'electron';
import type { EngineHost } from '../engineHost.ts';

/** `--smoke-test`: says on standard output, in one line of JSON, whether page and engine came up, and quits. */
export function runSmokeTest(deps: {
  readonly window: BrowserWindow;
  readonly host: EngineHost;
  readonly quit: () => void;
}): void {
  const page = new Promise<void>((resolve) => deps.window.webContents.once('did-finish-load', () => resolve()));
  void Promise.all([page, settled(deps.host)]).then(() => {
    const { state } = deps.host;
    const title = deps.window.webContents.getTitle();
    process.stdout.write(`${JSON.stringify({ smokeTest: state.kind, page: title })}\n`);
    deps.quit();
  });
}

function settled(host: EngineHost): Promise<void> {
  const isSettled = (): boolean => host.state.kind === 'running' || host.state.kind === 'stopped';
  if (isSettled()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = host.onState(() => {
      if (!isSettled()) return;
      end();
      resolve();
    });
  });
}
