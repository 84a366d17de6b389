import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ActivityEntry } from '../../shared/activity.ts';
import type { ActivityKind } from '../../shared/activityKinds.ts';
import type { CommandResult } from '../../shared/contract.ts';
import type { EngineStatus } from '../../shared/model.ts';
import type { SettingState } from '../../shared/settings.ts';
import type { ActivityLog } from './activity/activityLog.ts';
import { logLineText, readTail } from './logTail.ts';
import type { Clock } from './ports.ts';
import { redact } from './redaction.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import { LOG_FILE } from './system/logger.ts';

export interface SupportBundleDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly status: () => EngineStatus;
  readonly settings: SettingsStore;
  readonly activity: ActivityLog;
  readonly sessions: Pick<SessionRegistry, 'list'>;
}

const MAX_LOG_BYTES = 64 * 1024;
const MAX_ACTIVITY = 500;
/** A share of a hundred thousand files would take seconds; beyond this, what looks like a path is taken out all the same. */
const MAX_NAMES = 20_000;

/**
 * What one would send to someone who helps. Figures and our own words; everything that is free text goes through `redact`,
 * and what names something is left out in the first place.
 */
export async function supportBundle(deps: SupportBundleDeps): Promise<CommandResult<'support.bundle'>> {
  const status = deps.status();
  const activity = deps.activity.items().slice(0, MAX_ACTIVITY);
  const log = await readTail(join(status.dataDir, LOG_FILE), MAX_LOG_BYTES);
  const { settings, restartNeeded } = await deps.settings.get();
  const sections = [
    { title: 'Granary', lines: statusLines(status, deps.clock.now()) },
    { title: 'Notices', lines: status.notices },
    { title: `Settings${restartNeeded ? ' (changed since the start)' : ''}`, lines: settings.map(settingLine) },
    { title: 'Activity, newest first', lines: activity.map(activityLine) },
    { title: 'Log', lines: log.map(logLineText) },
  ];
  const names = namesOf(deps.sessions, activity);
  const texts: string[] = [];
  for (const { title, lines } of sections) {
    const clean = await redact(lines, names);
    texts.push([`== ${title} ==`, ...clean.map(onOneLine), ''].join('\n'));
  }
  const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
  return { fileName: `granary-support-${day}.txt`, text: texts.join('\n') };
}

function statusLines(status: EngineStatus, now: number): string[] {
  const { version, trackerPort, peerPort, controlPort, dhtPort, dhtNodes, addresses } = status;
  const { shares, peersConnected, uploadedBytes, announces, scrapes, refused } = status;
  const figures = { shares, peersConnected, uploadedBytes, announces, scrapes, refused, dhtNodes };
  return [
    `version ${version}, Node.js ${process.versions.node}, Electron ${process.versions['electron'] ?? 'none'}`,
    `system ${process.platform} ${process.arch}`,
    `made ${new Date(now).toISOString()}, running for ${Math.round((now - status.startedAt) / 1000)} s`,
    `ports: tracker ${trackerPort}, peers ${peerPort}, control ${controlPort}, DHT ${dhtPort ?? 'off'}`,
    `addresses served: ${addresses.length}`,
    ...Object.entries(figures).map(([name, figure]) => `${name}: ${figure}`),
  ];
}

function settingLine({ key, value, source, sourceName }: SettingState): string {
  const shown = typeof value === 'number' || typeof value === 'boolean' ? String(value) : hidden(value);
  return `${key}: ${shown} (${source}${sourceName === undefined ? '' : ` ${sourceName}`})`;
}

function hidden(value: string | readonly string[]): string {
  return typeof value === 'string' ? 'set' : `${value.length} named`;
}

/** Kinds whose message is a value that a person gave, or an address. */
const NAMING: ReadonlySet<ActivityKind> = new Set(['setting-changed', 'address-changed']);

/** Of texts only a message and the key of a setting: the others are names of something. */
function activityLine({ at, kind, level, values }: ActivityEntry): string {
  const message = NAMING.has(kind) ? undefined : values['message'];
  const figures = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'number' ? [`${name}=${value}`] : [],
  );
  const words = [values['setting'], values['version'], message].filter((word) => typeof word === 'string');
  return [new Date(at).toISOString(), level, kind, ...figures, ...words].join(' ');
}

function namesOf(sessions: Pick<SessionRegistry, 'list'>, activity: readonly ActivityEntry[]): Set<string> {
  const names = new Set(identityOf());
  for (const { values } of activity) {
    for (const name of ['name', 'file', 'client', 'address']) names.add(String(values[name] ?? ''));
  }
  const all = sessions.list();
  for (const { info } of all) names.add(info.name);
  for (const { info } of all) {
    if (names.size > MAX_NAMES) break;
    for (const part of info.files.flatMap(({ path }) => path)) names.add(part);
  }
  return names;
}

/** Whose computer it is. */
function identityOf(): string[] {
  return [homedir(), hostname(), userName()];
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account that the system has no name for has none to hide.
    return '';
  }
}

function onOneLine(text: string): string {
  return text.replace(/\p{C}/gu, ' ');
}
