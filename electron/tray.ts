import { Menu, nativeImage, Tray } from 'electron';
import type { EngineHostState } from '../shared/desktop.ts';
import type { Strings } from './desktop/strings.ts';

export interface TrayDeps {
  /** Absolute path of the picture. */
  readonly icon: string;
  readonly strings: Strings;
  readonly open: () => void;
  readonly pauseAll: () => void;
  readonly resumeAll: () => void;
  readonly quit: () => void;
}

export interface Rates {
  readonly downBytesPerSecond: number;
  readonly upBytesPerSecond: number;
}

/** Granary beside the clock: what it does, and the few things one wants without the window. */
export interface GranaryTray {
  showRates(rates: Rates): void;
  showState(state: EngineHostState): void;
  /** After the language has changed. */
  redraw(): void;
  stop(): void;
}

/** Undefined where the system refuses it. On Linux it never does, also where nothing shows it: see desktop/trayPlace.ts. */
export function createTray(deps: TrayDeps): GranaryTray | undefined {
  let tray: Tray;
  try {
    tray = new Tray(nativeImage.createFromPath(deps.icon));
  } catch {
    return undefined;
  }
  let rates: Rates = { downBytesPerSecond: 0, upBytesPerSecond: 0 };
  let kind: EngineHostState['kind'] = 'starting';
  let drawn = '';

  function line(): string {
    const { t, rate } = deps.strings;
    if (kind === 'starting') return t('tray.starting');
    if (kind === 'restarting') return t('tray.restarting');
    if (kind === 'stopped') return t('tray.stopped');
    return t('tray.rates', { down: rate(rates.downBytesPerSecond), up: rate(rates.upBytesPerSecond) });
  }

  /** A menu that is open closes when it is replaced, so it is replaced only when it would say something else. */
  function draw(): void {
    const text = line();
    if (text === drawn) return;
    drawn = text;
    tray.setToolTip(deps.strings.t('tray.tip', { rates: text }));
    tray.setContextMenu(menuOf(deps, text, kind === 'running'));
  }

  tray.on('click', deps.open);
  draw();
  return {
    showRates(now) {
      rates = now;
      draw();
    },
    showState(state) {
      kind = state.kind;
      draw();
    },
    redraw() {
      drawn = '';
      draw();
    },
    stop: () => tray.destroy(),
  };
}

function menuOf({ strings: { t }, open, pauseAll, resumeAll, quit }: TrayDeps, line: string, isRunning: boolean): Menu {
  return Menu.buildFromTemplate([
    { label: t('tray.open'), click: open },
    { type: 'separator' },
    { label: line, enabled: false },
    { label: t('tray.pauseAll'), enabled: isRunning, click: pauseAll },
    { label: t('tray.resumeAll'), enabled: isRunning, click: resumeAll },
    { type: 'separator' },
    { label: t('menu.quit'), click: quit },
  ]);
}
