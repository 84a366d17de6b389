import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../support/programs.ts';
import { processorSeconds } from './processTree.ts';
import type { TrackerTarget } from './trackerTargets.ts';
import { type Workbench, withCleanup } from './workbench.ts';

export type Protocol = 'udp' | 'http';

/** The load generators, which are C: Node's own sockets are slower than the trackers that are to be measured. */
export interface LoadGenerators {
  /** Lets every peer of every torrent announce once, over UDP. */
  fill(target: TrackerTarget): Promise<void>;
  /** Lets random leechers announce for a while; every answer is checked. */
  load(target: TrackerTarget, protocol: Protocol): Promise<LoadResult>;
}

export interface LoadResult {
  readonly answersPerSecond: number;
  /** Requests that were sent again because no answer came. */
  readonly lost: number;
  readonly trackerProcessorSecondsPerMillion: number;
}

export interface Swarms {
  readonly hashFile: string;
  readonly peersPerTorrent: number;
  readonly numWant: number;
  readonly seconds: number;
}

export async function buildLoadGenerators(bench: Workbench, swarms: Swarms): Promise<LoadGenerators> {
  const folder = await bench.newFolder('load-generators');
  const programs = { udp: join(folder, 'udpLoad'), http: join(folder, 'httpLoad') };
  await compile('udpLoad.c', programs.udp);
  await compile('httpLoad.c', programs.http);

  async function run(mode: 'fill' | 'load', protocol: Protocol, port: number): Promise<GeneratorLine> {
    const { hashFile, peersPerTorrent, numWant, seconds } = swarms;
    const args = [mode, port, hashFile, peersPerTorrent, numWant, seconds].map(String);
    const { status, output } = await withCleanup((cleanup) =>
      runProgram(cleanup, { command: programs[protocol], args }),
    );
    if (status !== 0) throw new Error(`${protocol} announces to port ${port} failed: ${output}`);
    return JSON.parse(output) as GeneratorLine;
  }

  return {
    async fill({ udpPort }) {
      await run('fill', 'udp', udpPort);
    },
    async load({ udpPort, httpPort, processId }, protocol) {
      const before = processorSeconds(processId);
      const { answers, seconds, lost } = await run('load', protocol, protocol === 'udp' ? udpPort : httpPort);
      const used = processorSeconds(processId) - before;
      return { answersPerSecond: answers / seconds, lost, trackerProcessorSecondsPerMillion: (used * 1e6) / answers };
    },
  };
}

interface GeneratorLine {
  readonly answers: number;
  readonly seconds: number;
  readonly lost: number;
}

async function compile(source: string, program: string): Promise<void> {
  const file = fileURLToPath(new URL(source, import.meta.url));
  const args = ['-O2', '-Wall', '-o', program, file];
  const { status, output } = await withCleanup((cleanup) => runProgram(cleanup, { command: 'cc', args }));
  if (status !== 0) throw new Error(`cc did not compile ${source}:\n${output}`);
}
