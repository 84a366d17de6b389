import { app, type BrowserWindow } from 'electron';
import type { EngineHost } from '../engineHost.ts';
import { askOnClose } from './nativeDialogs.ts';
import type { PreferencesStore } from './preferences.ts';
import type { Strings } from './strings.ts';

export interface ClosingDeps {
  readonly host: EngineHost;
  readonly preferences: PreferencesStore;
  readonly strings: Strings;
  /** Whether a window that is closed can be got back from beside the clock, now. */
  readonly hasTray: () => Promise<boolean>;
  /** Called once, after the engine has ended. */
  readonly ended: () => void;
}

/** What closing the window means, and how the app ends: the engine first, so that everything is written and every socket closed. */
export interface Closing {
  watch(window: BrowserWindow): void;
  beforeQuit(event: { preventDefault(): void }): void;
  quit(): void;
  /** From the moment that it is certain: nothing new is begun then. */
  readonly isEnding: boolean;
}

const QUIT_LIMIT_MS = 30_000;

type Phase = 'open' | 'ending' | 'ended';

export function createClosing({ host, preferences, strings, hasTray, ended }: ClosingDeps): Closing {
  let phase: Phase = 'open';
  let isAsking = false;

  function quit(): void {
    if (phase !== 'open') return;
    phase = 'ending';
    void Promise.race([host.stop(), tooLong()]).then(() => {
      ended();
      phase = 'ended';
      app.quit();
    });
  }

  async function ask(window: BrowserWindow): Promise<void> {
    isAsking = true;
    try {
      const stays = (await canBeGotBack()) ? 'beside the clock' : 'minimized';
      const { choice, remember } = await askOnClose({ window, strings, stays });
      if (choice === 'cancel') return;
      if (remember) preferences.change({ onClose: choice });
      await leave(window, choice);
    } finally {
      isAsking = false;
    }
  }

  async function leave(window: BrowserWindow, choice: 'tray' | 'quit'): Promise<void> {
    if (choice === 'quit') {
      window.hide();
      quit();
    } else if (await canBeGotBack()) window.hide();
    // It stays where it can be seen.
    else window.minimize();
  }

  async function canBeGotBack(): Promise<boolean> {
    return process.platform === 'darwin' || hasTray();
  }

  return {
    watch(window) {
      window.on('close', (event) => {
        if (phase === 'ended') return;
        event.preventDefault();
        const { onClose } = preferences.current;
        if (phase === 'ending') window.hide();
        else if (onClose !== 'ask') void leave(window, onClose);
        else if (!isAsking) void ask(window);
      });
    },
    beforeQuit(event) {
      if (phase === 'ended') return;
      event.preventDefault();
      quit();
    },
    quit,
    get isEnding() {
      return phase !== 'open';
    },
  };
}

/** The host ends the engine by force long before; but a process that the system does not let go of must not keep the app. */
function tooLong(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, QUIT_LIMIT_MS).unref();
  });
}
