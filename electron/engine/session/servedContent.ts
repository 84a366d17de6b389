import type { SourceFile } from '../metainfo/sourceFiles.ts';
import type { BlockSource } from '../peer/blockSource.ts';
import type { SegmentLayout } from '../peer/segmentLayout.ts';
import { createContentFiles, type ContentProblem } from './contentFiles.ts';
import type { FileHandles } from './fileHandles.ts';
import type { SegmentCache, ShareSegments } from './segmentCache.ts';

export interface ServedContentDeps {
  readonly cache: SegmentCache;
  readonly handles: FileHandles;
  readonly layout: SegmentLayout;
  readonly onProblem: (problem: ContentProblem) => void;
}

/**
 * The content of a share while it is served, and the watch over it. A read compares the open file with its record; that misses a file
 * whose name now stands for another one, and content served from memory, so files are also looked at by path.
 */
export interface ServedContent {
  /** Compares all files with their records. */
  check(): Promise<ContentProblem | undefined>;
  /** Begins to serve. */
  open(): BlockSource;
  /** Ceases to serve: forgets what is in memory and closes the files. */
  close(): void;
  /** Call once a second while open. */
  tick(): void;
  /** Ceases to serve; done when every file is closed. */
  stop(): Promise<void>;
}

const SECONDS_BETWEEN_SWEEPS = 30;
/** Then files are closed, so that an idle share keeps no disk from being taken out. */
const IDLE_SECONDS = 20;
/** Files looked at by path in one second because they are being served; a sweep reaches the others. */
const MAX_FILES_A_SECOND = 256;

export function createServedContent(deps: ServedContentDeps, sourceFiles: readonly SourceFile[]): ServedContent {
  const { layout } = deps;
  const files = createContentFiles(sourceFiles, deps.handles);
  let segments: ShareSegments | undefined;
  let watching: Promise<void> | undefined;
  let seconds = 0;
  let idleSeconds = 0;

  return { check: () => files.check(), open, close, tick, stop };

  function open(): BlockSource {
    segments ??= deps.cache.open({ layout, files, onProblem: deps.onProblem });
    return segments;
  }

  function close(): void {
    segments?.close();
    segments = undefined;
    void files.stop();
  }

  function tick(): void {
    seconds += 1;
    if (segments === undefined || watching !== undefined) return;
    const isSweep = seconds % SECONDS_BETWEEN_SWEEPS === 0;
    const served = filesBehind(segments.takeServed());
    idleSeconds = served.size === 0 ? idleSeconds + 1 : 0;
    if (idleSeconds === IDLE_SECONDS) void files.stop();
    if (!isSweep && served.size === 0) return;
    watching = look(isSweep ? undefined : [...served].slice(0, MAX_FILES_A_SECOND));
  }

  async function look(numbers: readonly number[] | undefined): Promise<void> {
    const problem = await files.check(numbers);
    watching = undefined;
    if (problem !== undefined && segments !== undefined) deps.onProblem(problem);
  }

  function filesBehind(segmentNumbers: readonly number[]): ReadonlySet<number> {
    const numbers = new Set<number>();
    for (const segment of segmentNumbers) {
      const first = layout.firstBlockOf(segment);
      const last = layout.requestOf(first + layout.blockCountOf(segment) - 1);
      const start = layout.contentOffsetOf(first);
      const end = layout.contentOffsetOf(layout.blockAt(last.piece, last.begin)) + last.length;
      for (const file of files.filesOf(start, end - start)) numbers.add(file);
    }
    return numbers;
  }

  async function stop(): Promise<void> {
    close();
    await watching;
    await files.stop();
  }
}
