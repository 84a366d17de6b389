import type { EngineStatus } from '../../../shared/model.ts';
import { resolveDataDir } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { findRunning } from '../engineAccess.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import { printJson, printLines, type Screen } from '../terminal.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, formatRate } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';

export interface StatusRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
}

/** As `systemctl status` answers for a service that does not run. */
export const NOT_RUNNING_STATUS = 3;

/** Whether an engine runs for the data directory, and how it does. */
export async function runStatus(context: CliContext, { flags, json }: StatusRequest): Promise<number> {
  const { out } = context.terminal;
  const dataDir = resolveDataDir({ ...context, flags });
  const client = await findRunning(dataDir);
  if (client === undefined) {
    if (json) printJson(out, { event: 'status', isEngineRunning: false, dataDir });
    else printLines(out, [`No engine is running for ${safeText(dataDir)}. Start it with: granary serve`]);
    return NOT_RUNNING_STATUS;
  }
  try {
    const status = await client.api.call('engine.status', {});
    if (json) printJson(out, { event: 'status', isEngineRunning: true, ...status });
    else printLines(out, statusLines(status, { screen: out, now: context.now() }));
    return 0;
  } finally {
    await client.stop();
  }
}

function statusLines(
  status: EngineStatus,
  { screen, now }: { readonly screen: Screen; readonly now: number },
): string[] {
  const { style } = screen;
  const rate = formatRate(status.uploadRateBytesPerSecond);
  const facts: ReadonlyArray<readonly [string, string]> = [
    ['shares', formatCount(status.shares, 'share')],
    ['peers', `${formatNumber(status.peersConnected)} connected, port ${status.peerPort}`],
    ['sent', `${formatBytes(status.uploadedBytes)}, ${rate} now`],
    ['tracker', `port ${status.trackerPort}: ${trackerText(status)}`],
    ['dht', status.dhtPort === undefined ? 'off' : `port ${status.dhtPort}, ${formatCount(status.dhtNodes, 'node')}`],
    ['addresses', safeText(status.addresses.join(', '))],
    ['console', `http://127.0.0.1:${status.controlPort}/ (sign in with: granary console)`],
    ['data', safeText(status.dataDir)],
  ];
  const running = `Granary ${status.version} is running for ${formatDuration(now - status.startedAt)}`;
  return [
    style.bold(`${running} (process ${status.processId}).`),
    ...facts.map(([title, value]) => `  ${style.dim(title.padEnd(9))}  ${value}`),
    ...status.notices.map((notice) => `  ${style.yellow(`note: ${safeText(notice)}`)}`),
  ];
}

function trackerText({ announces, scrapes, refused }: EngineStatus): string {
  return [
    formatCount(announces, 'announce'),
    formatCount(scrapes, 'scrape'),
    ...(refused === 0 ? [] : [`${formatNumber(refused)} refused`]),
  ].join(', ');
}
