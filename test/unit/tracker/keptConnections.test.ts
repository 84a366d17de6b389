import { describe, expect, it } from 'vitest';
import type { SocketAddress } from '../../../electron/engine/ports.ts';
import { createKeptConnections, type WatchedConnection } from '../../../electron/engine/tracker/keptConnections.ts';
import type { LinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';

const END: SocketAddress = { address: '127.0.0.1', family: 'IPv4', port: 1 };
const EPOLL = 100;

/** A system whose events are what was watched at the time: two words, one of which no later connection has. */
function createFixture(onReadable: (connection: WatchedConnection) => void, { failing = '' } = {}) {
  const buffers: Uint32Array[] = [];
  const watched = new Map<number, readonly number[]>();
  const log: string[] = [];
  const reported: (readonly number[])[][] = [];
  const at = (address: bigint): Uint32Array => buffers[Number(address)] ?? new Uint32Array(0);
  const calls = {
    addressOf: (buffer: Uint32Array) => BigInt(buffers.push(buffer) - 1),
    epollCreate: () => (failing === 'create' ? -1 : EPOLL),
    epollControl(...[, operation, descriptor, event]: Parameters<LinuxCalls['epollControl']>) {
      if (operation !== 1) watched.delete(descriptor);
      else if (failing === 'add') return -1;
      else watched.set(descriptor, [...at(event).subarray(0, 4)]);
      return 0;
    },
    epollNow(_epoll: number, events: bigint) {
      const batch = reported.shift() ?? [];
      const words = process.arch === 'x64' ? 3 : 4;
      for (const [i, event] of batch.entries()) at(events).set(event.slice(0, words), i * words);
      return batch.length;
    },
    close: (descriptor: number) => log.push(`close ${descriptor}`),
  } as unknown as LinuxCalls;
  let takeTurn = (): void => undefined;
  const poll = {
    watch: (descriptor: number, onTurn: () => void) => {
      log.push(`watch ${descriptor}`);
      takeTurn = onTurn;
    },
    unwatch: async (descriptor: number) => void log.push(`unwatch ${descriptor}`),
  };
  const kept = createKeptConnections({ calls, poll }, onReadable);
  return {
    kept,
    log,
    watched,
    report: (events: (readonly number[])[]) => void reported.push(events),
    turn: () => takeTurn(),
  };
}

describe('connections that are kept', () => {
  it('are not taken for others that have their descriptor now', () => {
    const seen: WatchedConnection[] = [];
    let next: WatchedConnection | undefined;
    const { kept, watched, report, turn, log } = createFixture((connection) => {
      seen.push(connection);
      if (seen.length > 1) return;
      second?.destroy();
      next = kept.add(8, END, END);
    });
    const [first, second] = [kept.add(7, END, END), kept.add(8, END, END)];
    report([...watched.values()]);
    turn();
    expect(seen).toEqual([first]);
    second?.destroy();
    if (second !== undefined) kept.release(second);
    expect(log).toEqual(['watch 100', 'close 8']);
    report([...watched.values()]);
    turn();
    expect(seen).toEqual([first, first, next]);
  });

  it.each(['create', 'add'])('are not kept where the system cannot watch them (%s)', (failing) => {
    const { kept } = createFixture(() => undefined, { failing });
    expect(kept.add(7, END, END)).toBeUndefined();
  });

  it('leave nothing open when the last is gone behind the end, and no further ones come', async () => {
    const { kept, log } = createFixture(() => undefined);
    const connection = kept.add(7, END, END);
    await kept.end();
    expect(kept.add(8, END, END)).toBeUndefined();
    expect(log).toEqual(['watch 100']);
    connection?.destroy();
    await kept.end();
    expect(log.toSorted()).toEqual(['close 100', 'close 7', 'unwatch 100', 'watch 100']);
  });
});
