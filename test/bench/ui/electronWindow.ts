import type { Cleanup } from '../../support/cleanup.ts';
import { startDesktopApp } from '../../support/desktopApp.ts';
import { processorSecondsOf, processTree } from '../processTree.ts';
import { type BenchWindow, firstRows } from './benchWindow.ts';

const SCREEN = { width: 1600, height: 1000 };

/** The built app in a real Electron on a display of its own, with a mock engine of these options. */
export async function openElectronWindow(cleanup: Cleanup, mock: string): Promise<BenchWindow> {
  const { app, page, quit } = await startDesktopApp(cleanup, { mock, screen: SCREEN });
  await firstRows(page);
  const root = app.process().pid ?? 0;
  const isEngine = ({ commandLine }: { readonly commandLine: string }): boolean => commandLine.includes('mockEngine');
  const engines = (): number[] =>
    processTree(root)
      .filter(isEngine)
      .map(({ id }) => id);

  return {
    page,
    processorSeconds: () =>
      processorSecondsOf(
        processTree(root)
          .filter((each) => !isEngine(each))
          .map(({ id }) => id),
      ),
    engineSeconds: () => processorSecondsOf(engines()),
    hide: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide()),
    show: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show()),
    killEngine() {
      for (const id of engines()) process.kill(id, 'SIGKILL');
    },
    close: quit,
  };
}
