import { afterEach, describe, expect, it } from 'vitest';
import type { LinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createFastestSockets } from '../../../electron/engine/tracker/fastestSockets.ts';
import { createCleanup } from '../../support/cleanup.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const cases: readonly {
  readonly name: string;
  readonly load: () => Promise<LinuxCalls | undefined>;
  warnings: number;
}[] = [
  { name: 'has no such calls', load: () => Promise.resolve(undefined), warnings: 0 },
  { name: 'cannot load what makes them', load: () => Promise.reject(new Error('no prebuilt library')), warnings: 1 },
];

describe('UDP sockets', () => {
  it.each(cases)('are portable where the system $name', async ({ load, warnings }) => {
    const said: string[] = [];
    const { bindUdp: bind } = createFastestSockets(
      { log: (level, message) => void said.push(`${level}: ${message}`) },
      load,
    );
    const [one, other] = [await bind('127.0.0.1', 0), await bind('127.0.0.1', 0)];
    cleanup.add(() => one.close());
    cleanup.add(() => other.close());
    const received = new Promise<number | undefined>((resolve) => other.onPacket((packet) => resolve(packet[0])));
    one.send(Uint8Array.of(7), other.local);
    expect(await received).toBe(7);
    expect(said).toHaveLength(warnings);
  });
});
