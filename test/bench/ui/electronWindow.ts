import type { Cleanup } from '../../support/cleanup.ts';
import { startDesktopApp } from '../../support/desktopApp.ts';
import { processTree } from '../processTree.ts';
import { type BenchWindow, firstRows } from './benchWindow.ts';
import type { BenchEngine } from './plainApp.ts';

const SCREEN = { width: 1600, height: 1000 };

/** The built app in a real Electron on a display of its own. */
export async function openElectronWindow(cleanup: Cleanup, engine: BenchEngine): Promise<BenchWindow> {
  const { app, page, quit } = await startDesktopApp(cleanup, { ...engine, screen: SCREEN });
  await firstRows(page);
  const root = app.process().pid ?? 0;

  return {
    page,
    killEngine() {
      for (const { id } of processTree(root).filter(isEngine)) process.kill(id, 'SIGKILL');
    },
    close: quit,
  };
}

function isEngine({ commandLine }: { readonly commandLine: string }): boolean {
  return commandLine.includes('mockEngine') || commandLine.includes('engine/process.js');
}
