import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';
import { connectToBus, type DbusAnswer } from './dbus/connection.ts';
import { type DbusMessage, type DbusValue, properties } from './dbus/wire.ts';
import { createSessionTray, type SessionTray, TRAY_WATCHER } from './desktopSessionTray.ts';
import { startProgram } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/**
 * What a Linux desktop is for a program that shows more than its window: a session bus of its own, and on it the services that
 * KDE has for notifications, the tray, sleep and the task bar. They show nothing, and tell what they were asked for.
 */

export interface SessionOptions {
  /** Whether there is a place for icons beside the clock; by default there is. */
  readonly hasTray?: boolean;
  /** By default it is KDE. Each has its own service for sleep; Electron tries GNOME's first, then the other. */
  readonly desktop?: 'KDE' | 'GNOME';
}

export interface ShownNotification {
  readonly app: string;
  readonly summary: string;
  readonly body: string;
}

export interface TaskBarProgress {
  readonly isVisible: boolean;
  /** 0 to 1. */
  readonly progress: number;
}

export interface DesktopSession {
  /** What a program of this session finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly notifications: readonly ShownNotification[];
  /** Clicks on one that was shown; the first has place 1. */
  clickNotification(place: number): void;
  /** From now on there is a place for icons beside the clock. */
  addTray(): Promise<void>;
  /** Why the computer must not sleep now, each reason as it was given. */
  awakeBecause(): readonly string[];
  /** How often sleep was forbidden so far. */
  timesInhibited(): number;
  /** Every state that the task bar was told, in order. */
  readonly taskBar: readonly TaskBarProgress[];
  readonly tray: SessionTray;
  /** What was called and is not there, for who asks why a program does not do what it should. */
  readonly unknownCalls: readonly string[];
}

const NOTIFICATIONS = 'org.freedesktop.Notifications';
const POWER = 'org.freedesktop.PowerManagement.Inhibit';
const GNOME_SESSION = 'org.gnome.SessionManager';
/** 8 would be the screen. */
const GNOME_SLEEP = 4;
const LAUNCHER = 'com.canonical.Unity.LauncherEntry';
/** Owning this name is how a task bar says that it shows progress. */
const UNITY = 'com.canonical.Unity';
const SLEEP = { KDE: 'org.freedesktop.PowerManagement', GNOME: GNOME_SESSION } as const;

export async function startDesktopSession(cleanup: Cleanup, options: SessionOptions = {}): Promise<DesktopSession> {
  const { hasTray = true, desktop = 'KDE' } = options;
  const socketPath = await startBus(cleanup);
  const notifications: ShownNotification[] = [];
  const inhibitions = new Map<number, string>();
  let timesInhibited = 0;
  const taskBar: TaskBarProgress[] = [];
  const unknownCalls: string[] = [];

  function inhibit(reason: DbusValue | undefined): number {
    timesInhibited += 1;
    inhibitions.set(timesInhibited, String(reason));
    return timesInhibited;
  }

  const methods: Readonly<Record<string, (body: readonly DbusValue[]) => DbusAnswer | undefined>> = {
    [`${NOTIFICATIONS}.GetCapabilities`]: () => ({
      signature: 'as',
      // Bodies are HTML, as in KDE and GNOME.
      body: [['body', 'actions', 'body-markup', 'body-hyperlinks']],
    }),
    [`${NOTIFICATIONS}.GetServerInformation`]: () => ({
      signature: 'ssss',
      body: ['a session for tests', 'Granary', '1', '1.2'],
    }),
    [`${NOTIFICATIONS}.Notify`]: ([app, , , summary, body]) => {
      notifications.push({ app: String(app), summary: String(summary), body: String(body) });
      return { signature: 'u', body: [notifications.length] };
    },
    [`${NOTIFICATIONS}.CloseNotification`]: () => NOTHING,
    [`${POWER}.Inhibit`]: ([, reason]) => ({ signature: 'u', body: [inhibit(reason)] }),
    [`${POWER}.UnInhibit`]: ([cookie]) => {
      inhibitions.delete(Number(cookie));
      return NOTHING;
    },
    // Refused, and so seen, when more than sleep is forbidden.
    [`${GNOME_SESSION}.Inhibit`]: ([, , reason, flags]) =>
      flags === GNOME_SLEEP ? { signature: 'u', body: [inhibit(reason)] } : undefined,
    [`${GNOME_SESSION}.Uninhibit`]: ([cookie]) => {
      inhibitions.delete(Number(cookie));
      return NOTHING;
    },
  };

  const bus = await connectToBus(cleanup, socketPath, {
    answer(message) {
      const name = `${message.interface}.${message.member}`;
      const given = methods[name]?.(message.body) ?? tray.answer(message);
      if (given === undefined)
        unknownCalls.push(`${name}(${message.body.map((value) => JSON.stringify(value)).join()})`);
      return given;
    },
    signal(signal) {
      if (signal.interface === LAUNCHER && signal.member === 'Update') taskBar.push(progressOf(signal, taskBar.at(-1)));
    },
  });
  const tray = createSessionTray({ bus: () => bus });
  const names = [NOTIFICATIONS, UNITY, SLEEP[desktop], ...(hasTray ? [TRAY_WATCHER] : [])];
  for (const name of names) await bus.own(name);

  return {
    environment: {
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${socketPath}`,
      XDG_CURRENT_DESKTOP: desktop,
    },
    notifications,
    clickNotification: (place) =>
      bus.emit({
        ...{ path: '/org/freedesktop/Notifications', interface: NOTIFICATIONS, member: 'ActionInvoked' },
        ...{ signature: 'us', body: [place, 'default'] },
      }),
    addTray: () => bus.own(TRAY_WATCHER),
    awakeBecause: () => [...inhibitions.values()],
    timesInhibited: () => timesInhibited,
    taskBar,
    tray,
    unknownCalls,
  };
}

const NOTHING: DbusAnswer = { signature: '', body: [] };

/** Resolves with the path of the bus's socket. Nothing is started by asking for it, whatever this computer has installed. */
async function startBus(cleanup: Cleanup): Promise<string> {
  const folder = await temporaryFolder(cleanup, 'bus');
  const [config, socketPath] = [join(folder, 'bus.conf'), join(folder, 'socket')];
  await writeFile(
    config,
    `<busconfig>
      <type>session</type>
      <listen>unix:path=${socketPath}</listen>
      <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
    </busconfig>`,
  );
  const daemon = await startProgram(cleanup, {
    command: 'dbus-daemon',
    args: [`--config-file=${config}`, '--nofork', '--print-address'],
  });
  await daemon.line((line) => line.startsWith('unix:'));
  return socketPath;
}

/** Unity's launcher and KDE's task bar are told with a signal. What it leaves out is as it was. */
function progressOf({ body }: DbusMessage, before: TaskBarProgress | undefined): TaskBarProgress {
  const told = properties(body[1]);
  const { 'progress-visible': isVisible = before?.isVisible ?? false, progress = before?.progress ?? 0 } = told;
  return { isVisible: isVisible === true, progress: Number(progress) };
}
