import type { BindUdp, ListenTcp, Logger, Ports } from '../ports.ts';
import { createBatchedTcp } from './batchedListener.ts';
import { createBatchedUdp } from './batchedSocket.ts';
import { bindDgram } from './dgramSocket.ts';
import { createLargePages } from './largePages.ts';
import { loadLinuxCalls } from './linuxCalls.ts';
import { listenNode } from './nodeListener.ts';
import { createReadinessPoll } from './readinessPoll.ts';
import { createRouteFrom } from './routes.ts';

type Sockets = Required<Pick<Ports, 'bindUdp' | 'listenTcp' | 'giveWay' | 'routeFrom' | 'preferLargePages'>>;

/** Node.js itself decides whose turn it is, and knows neither ways nor pages. */
const PORTABLE: Sockets = {
  bindUdp: bindDgram,
  listenTcp: listenNode,
  giveWay: () => undefined,
  routeFrom: () => undefined,
  preferLargePages: () => undefined,
};

/**
 * The fastest sockets that this machine has, decided when the first one is opened, and what else comes of the same system
 * calls. All sockets share the thread that waits.
 */
export function createFastestSockets(logger: Logger, load = loadLinuxCalls): Sockets {
  let chosen: Promise<Sockets> | undefined;
  let { giveWay, routeFrom, preferLargePages } = PORTABLE;

  async function choose(): Promise<Sockets> {
    try {
      const calls = await load();
      if (calls === undefined) return PORTABLE;
      const poll = createReadinessPoll(calls);
      ({ giveWay } = poll);
      routeFrom = createRouteFrom(calls);
      preferLargePages = createLargePages(calls);
      const batched = { bindUdp: createBatchedUdp(calls, poll), listenTcp: createBatchedTcp(calls, poll) };
      return { ...batched, giveWay, routeFrom, preferLargePages };
    } catch (cause) {
      const message = 'UDP packets and announces over HTTP travel one by one: the system calls for more cannot be made';
      logger.log('warning', message, { cause });
      return PORTABLE;
    }
  }

  const sockets = (): Promise<Sockets> => (chosen ??= choose());
  const bindUdp: BindUdp = async (address, port) => (await sockets()).bindUdp(address, port);
  const listenTcp: ListenTcp = async (address, port, handlers) => (await sockets()).listenTcp(address, port, handlers);
  return {
    bindUdp,
    listenTcp,
    giveWay: () => giveWay(),
    routeFrom: (address) => routeFrom(address),
    preferLargePages: (memory) => preferLargePages(memory),
  };
}
