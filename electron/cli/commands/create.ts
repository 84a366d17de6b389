import { resolve } from 'node:path';
import type { SkippedFile } from '../../../shared/model.ts';
import { GranaryError } from '../../engine/errors.ts';
import { type Info, PIECE_HASH_BYTES } from '../../engine/metainfo/info.ts';
import { buildTorrent } from '../../engine/metainfo/torrentBuilder.ts';
import { writeTorrent } from '../../engine/metainfo/torrentWriter.ts';
import { resolveConfiguration } from '../../engine/settings/configuration.ts';
import type { CliContext } from '../context.ts';
import { createProgressBar } from '../createShare.ts';
import { ownTrackers } from '../ownTrackers.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { Content } from '../programOptions.ts';
import { printJson, printLines } from '../terminal.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { safeText } from '../text/safeText.ts';
import { skippedLines } from '../view/shareText.ts';
import { refuseToReplace, writeNewFile } from '../writeNewFile.ts';

export interface CreateRequest extends Content {
  readonly flags: GivenFlags;
  /** As typed: absolute, or relative to the working directory. */
  readonly paths: readonly string[];
  /** By default the torrent's name with `.torrent`, in the working directory. */
  readonly output?: string;
  readonly force: boolean;
  /** Announce URLs; absent for this computer's own. */
  readonly trackers?: readonly string[];
}

/** Writes a .torrent file. No engine is asked or started, and nothing is shared. */
export async function runCreate(context: CliContext, request: CreateRequest): Promise<number> {
  const trackers = await trackersFor(context, request);
  const given = request.output === undefined ? undefined : resolve(context.workingDirectory, request.output);
  // Known before the hashing, which may take long.
  if (given !== undefined) await refuseToReplace(given, request);
  const { info, skipped } = await build(context, request);
  const file = given ?? resolve(context.workingDirectory, `${info.name}.torrent`);
  const torrent = writeTorrent({
    infoBytes: info.infoBytes,
    trackers,
    createdBy: `Granary ${context.version}`,
    createdAtSeconds: Math.floor(context.now() / 1000),
    ...(request.comment === undefined ? {} : { comment: request.comment }),
  });
  await writeNewFile(file, torrent, request);
  report(context, { request, file, info, trackers, skipped });
  return 0;
}

async function trackersFor(context: CliContext, request: CreateRequest): Promise<readonly (readonly string[])[]> {
  if (request.trackers === undefined)
    return ownTrackers(await resolveConfiguration({ ...context, flags: request.flags }));
  return request.trackers.map((url) => [announceUrl(url)]);
}

const TRACKER_SCHEMES = ['http:', 'https:', 'udp:', 'ws:', 'wss:'];

function announceUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && TRACKER_SCHEMES.includes(url.protocol) && url.hostname !== '') return text;
  throw new GranaryError('bad-input', `--tracker is "${text}", but must be the announce URL of a tracker`, {
    hint: 'for example http://192.168.1.5:6969/announce or udp://192.168.1.5:6969/announce',
  });
}

async function build(context: CliContext, request: CreateRequest) {
  const progress = createProgressBar(context.terminal.err);
  try {
    return await buildTorrent(
      { ...request, paths: request.paths.map((path) => resolve(context.workingDirectory, path)) },
      {
        signal: context.stopSignal,
        onProgress: (now) => progress.show({ jobId: 'create', ...now }),
        now: () => performance.now(),
      },
    );
  } finally {
    progress.clear();
  }
}

interface Created {
  readonly request: CreateRequest;
  readonly file: string;
  readonly info: Info;
  readonly trackers: readonly (readonly string[])[];
  readonly skipped: readonly SkippedFile[];
}

function report({ terminal }: CliContext, { request, file, info, trackers, skipped }: Created): void {
  const { infoHash, name, totalBytes: bytes, pieceLength } = info;
  const pieces = info.pieceHashes.length / PIECE_HASH_BYTES;
  const files = info.files.length;
  if (request.json) {
    const about = { infoHash, name, bytes, pieceLength, pieces, files, trackers, skipped };
    printJson(terminal.out, { event: 'created', file, ...about });
    return;
  }
  printLines(terminal.err, skippedLines(skipped));
  const { bold, dim } = terminal.out.style;
  printLines(terminal.out, [
    bold(`Wrote ${safeText(file)}`),
    dim(
      `${formatBytes(bytes)} · ${formatCount(files, 'file')} · ${formatCount(pieces, 'piece')} of ${formatBytes(pieceLength)}`,
    ),
    '',
    `  ${dim('info-hash')}  ${infoHash}`,
    ...trackers.flat().map((url) => `  ${dim('tracker  ')}  ${safeText(url)}`),
  ]);
}
