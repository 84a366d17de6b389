import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../support/programs.ts';
import { processorSeconds } from '../processTree.ts';
import { type Workbench, withCleanup } from '../workbench.ts';
import type { TrackerTarget } from './trackerTargets.ts';

/** How announces come: over HTTP a connection each, or one after the other on connections that are kept. */
export type LoadKind = 'udp' | 'udp-forged' | 'http' | 'http-kept';

export interface Load {
  readonly kind: LoadKind;
  readonly seconds?: number;
}

/** What is announced for. */
export interface Swarms {
  readonly hashFile: string;
  readonly peersPerTorrent: number;
  readonly numWant: number;
}

/** The load generators, which are C: Node's own sockets are slower than the trackers that are to be measured. */
export interface LoadGenerators {
  /** Lets every peer of every torrent announce once, over UDP. */
  announceAll(target: LoadTarget, swarms: Swarms): Promise<void>;
  /** Lets random leechers announce as fast as they are answered; every answer is checked. */
  load(target: LoadTarget, swarms: Swarms, load: Load): Promise<LoadResult>;
  /** Lets them announce over UDP at a rate of their own, and never again for an announce that got no answer. */
  pace(target: LoadTarget, swarms: Swarms, pace: Pace): Promise<PaceResult>;
}

export type LoadTarget = Pick<TrackerTarget, 'udpPort' | 'httpPort' | 'processId'>;

export interface LoadResult {
  readonly answersPerSecond: number;
  /** Requests that were sent again because no answer came. */
  readonly lost: number;
  readonly trackerProcessorSecondsPerMillion: number;
}

export interface Pace {
  readonly kind: 'good' | 'forged';
  readonly perSecond: number;
  readonly seconds: number;
}

export interface PaceResult {
  readonly sent: number;
  readonly answers: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

const SECONDS = 3;

interface GeneratorLine {
  readonly answers: number;
  readonly seconds: number;
  readonly lost: number;
}

const PROGRAMS = ['udpLoad', 'udpPace', 'httpLoad'] as const;
const LOADS = {
  udp: { program: 'udpLoad', mode: 'load' },
  'udp-forged': { program: 'udpLoad', mode: 'forge' },
  http: { program: 'httpLoad', mode: 'load' },
  'http-kept': { program: 'httpLoad', mode: 'keep' },
} as const;

export async function buildLoadGenerators(bench: Workbench): Promise<LoadGenerators> {
  const folder = await bench.newFolder('load-generators');
  for (const program of PROGRAMS) await compile(`${program}.c`, join(folder, program));

  async function run(program: (typeof PROGRAMS)[number], args: readonly (string | number)[]): Promise<unknown> {
    const options = { command: join(folder, program), args: args.map(String) };
    const { status, output } = await withCleanup((cleanup) => runProgram(cleanup, options));
    if (status !== 0) throw new Error(`${program} ${args[0]} against port ${args[1]} failed: ${output}`);
    return JSON.parse(output);
  }

  return {
    async announceAll({ udpPort }, { hashFile, peersPerTorrent, numWant }) {
      await run('udpLoad', ['fill', udpPort, hashFile, peersPerTorrent, numWant, SECONDS]);
    },
    async load(
      { udpPort, httpPort, processId },
      { hashFile, peersPerTorrent, numWant },
      { kind, seconds: wanted = SECONDS },
    ) {
      const { program, mode } = LOADS[kind];
      const port = program === 'udpLoad' ? udpPort : httpPort;
      const before = processorSeconds(processId);
      const line = await run(program, [mode, port, hashFile, peersPerTorrent, numWant, wanted]);
      const { answers, seconds, lost } = line as GeneratorLine;
      const used = processorSeconds(processId) - before;
      return { answersPerSecond: answers / seconds, lost, trackerProcessorSecondsPerMillion: (used * 1e6) / answers };
    },
    async pace({ udpPort }, { hashFile, peersPerTorrent, numWant }, { kind, seconds, perSecond }) {
      const args = [kind, udpPort, hashFile, peersPerTorrent, numWant, seconds, Math.round(perSecond)];
      return (await run('udpPace', args)) as PaceResult;
    },
  };
}

async function compile(source: string, program: string): Promise<void> {
  const file = fileURLToPath(new URL(source, import.meta.url));
  const args = ['-O2', '-Wall', '-o', program, file];
  const { status, output } = await withCleanup((cleanup) => runProgram(cleanup, { command: 'cc', args }));
  if (status !== 0) throw new Error(`cc did not compile ${source}:\n${output}`);
}
