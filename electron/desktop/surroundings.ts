import { app, type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { ClientApi } from '../../shared/contract.ts';
import { safeText } from '../../shared/safeText.ts';
import { createSystemClock } from '../engine/system/systemClock.ts';
import type { EngineHost } from '../engineHost.ts';
import { createTray } from '../tray.ts';
import { createAttention, FOLLOWED_EVENTS, STATUS_VIEW } from './attention.ts';
import { createEngineClient } from './engineClient.ts';
import type { EngineSessions } from './engineSessions.ts';
import { failureText, preferencesProblemText } from './failureText.ts';
import { createKeepAwake } from './keepAwake.ts';
import { notificationText } from './notificationText.ts';
import type { AppFiles } from './paths.ts';
import type { PreferencesStore } from './preferences.ts';
import type { Strings } from './strings.ts';
import { hasTrayPlace } from './trayPlace.ts';

export interface SurroundingsDeps {
  readonly host: EngineHost;
  readonly sessions: EngineSessions;
  readonly preferences: PreferencesStore;
  readonly strings: Strings;
  readonly files: AppFiles;
  readonly show: () => void;
  readonly quit: () => void;
  readonly window: () => BrowserWindow | undefined;
}

/** What of Granary is seen around its window: tray, notifications, progress on the task bar, a computer that stays awake. */
export interface Surroundings {
  /** Whether the icon beside the clock is to be seen. */
  hasTray(): Promise<boolean>;
  /** After the language has changed, and once when Electron is ready. */
  redraw(): void;
  preferencesUnreadable(file: string, problem: string): void;
  stop(): void;
}

const NO_PROGRESS = -1;

export function createSurroundings(deps: SurroundingsDeps): Surroundings {
  const { host, preferences, strings, files } = deps;
  const { t } = strings;
  const keepAwake = createKeepAwake(powerSaveBlocker, preferences.current.keepAwake);
  preferences.onChange((now) => keepAwake.allow(now.keepAwake));
  let tray: ReturnType<typeof createTray>;
  /** Those that may still be clicked on: Electron forgets one that nothing holds, and the click is lost. Oldest first. */
  const shown = new Set<Notification>();
  /** When the icon was made. */
  let hadPlace = Promise.resolve(false);

  const attention = createAttention({
    clock: createSystemClock(),
    everyoneHas({ name, others }) {
      if (!preferences.current.notifications) return;
      notify(t('notification.everyoneTitle', { name: safeText(name, MAX_NAME_CHARACTERS) }), {
        body: t('notification.everyoneBody', { count: others }),
      });
    },
    setBusy: (isBusy) => keepAwake.setBusy(isBusy),
    setProgress: (progress) => deps.window()?.setProgressBar(progress ?? NO_PROGRESS),
    status: ({ downloadRateBytesPerSecond, uploadRateBytesPerSecond }) =>
      tray?.showRates({ downBytesPerSecond: downloadRateBytesPerSecond, upBytesPerSecond: uploadRateBytesPerSecond }),
  });
  const client = createEngineClient(deps.sessions, (api) => {
    attention.reset();
    void follow(api);
  });
  const endEvents = client.api.onEvent((event) => attention.event(event));
  const endStates = host.onState((state) => {
    if (state.kind !== 'running') attention.reset();
    tray?.showState(state);
  });

  /** An engine that ends meanwhile is followed again when it is back. */
  async function follow(api: ClientApi): Promise<void> {
    await Promise.allSettled([
      api.call('client.follow', { events: FOLLOWED_EVENTS }),
      api.call('views.open', { view: STATUS_VIEW, spec: { kind: 'status' } }),
    ]);
  }

  function notify(title: string, { body }: { readonly body: string }): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ ...notificationText({ title, body }, process.platform), icon: files.icon });
    shown.add(notification);
    // Not every desktop tells that one was closed.
    for (const oldest of [...shown].slice(0, -MAX_NOTIFICATIONS)) shown.delete(oldest);
    notification.on('click', deps.show);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  }

  async function changeAll(command: 'shares.pause' | 'shares.resume'): Promise<void> {
    try {
      const { shares } = await client.api.call('shares.list', {});
      const wanted = command === 'shares.pause' ? 'seeding' : 'paused';
      for (const { infoHash, state } of shares) {
        if (state.kind === wanted) await client.api.call(command, { infoHash });
      }
    } catch (error) {
      notify(t('notification.actionFailedTitle'), { body: failureText(error, strings) });
    }
  }

  function openTray(): void {
    hadPlace = hasTrayPlace();
    tray = createTray({
      icon: files.trayIcon,
      strings,
      open: deps.show,
      quit: deps.quit,
      pauseAll: () => void changeAll('shares.pause'),
      resumeAll: () => void changeAll('shares.resume'),
    });
    tray?.showState(host.state);
  }

  /** Electron looks for a place once, when it makes the icon; one that came later (at login, say) is found here. */
  async function hasTray(): Promise<boolean> {
    if (tray === undefined || !(await hasTrayPlace())) return false;
    if (await hadPlace) return true;
    tray.stop();
    openTray();
    return true;
  }

  return {
    hasTray,
    redraw() {
      if (tray === undefined) openTray();
      else tray.redraw();
    },
    preferencesUnreadable(file, problem) {
      const why = preferencesProblemText(problem, strings);
      notify(t('notification.preferencesTitle'), { body: t('notification.preferencesBody', { file, why }) });
    },
    stop() {
      endEvents();
      endStates();
      client.stop();
      attention.reset();
      tray?.stop();
      if (process.platform === 'darwin') app.dock?.hide();
    },
  };
}

/** Titles of notifications are short. */
const MAX_NAME_CHARACTERS = 60;
/** More than any desktop shows at a time. */
const MAX_NOTIFICATIONS = 100;
