import type { BindUdp, Logger } from '../ports.ts';
import { createBatchedUdp } from './batchedSocket.ts';
import { bindDgram } from './dgramSocket.ts';
import { loadLinuxCalls } from './linuxCalls.ts';

/** The fastest UDP sockets that this machine has, decided when the first one is opened. */
export function createUdpSockets(logger: Logger, load = loadLinuxCalls): BindUdp {
  let chosen: Promise<BindUdp> | undefined;

  async function choose(): Promise<BindUdp> {
    try {
      const calls = await load();
      return calls === undefined ? bindDgram : createBatchedUdp(calls);
    } catch (cause) {
      logger.log('warning', 'UDP packets travel one by one: the system calls for more cannot be made', { cause });
      return bindDgram;
    }
  }

  return async (address, port) => {
    chosen ??= choose();
    return (await chosen)(address, port);
  };
}
