import type { Socket } from 'node:net';
import type { RequestedPort } from './config.ts';
import type { Ports } from './ports.ts';
import { bindPort, type PortBinding } from './system/bindPort.ts';
import type { AnswerTimer } from './stats/answerTimer.ts';
import { createConnectionIds } from './tracker/connectionId.ts';
import { type HttpFrontend, startHttpFrontend } from './tracker/httpFrontend.ts';
import type { HttpOptions } from './tracker/httpOptions.ts';
import type { Facing } from './tracker/requesterCache.ts';
import type { Tracker } from './tracker/tracker.ts';
import { createUdpFrontend, type UdpFrontend } from './tracker/udpFrontend.ts';

export interface TrackerServerDeps {
  readonly ports: Ports;
  readonly tracker: Tracker;
  readonly facing: Facing;
  /** What a person set about HTTP; nothing when absent. */
  readonly options?: HttpOptions;
  readonly answers: AnswerTimer;
  /** Takes connections that ask for something else than the tracker. */
  readonly handOver: (socket: Socket) => void;
}

/** The tracker on the network: HTTP and UDP, on every address, under one port number. */
export interface TrackerServer {
  readonly port: number;
  /** The port that was wanted, when another had to be taken. */
  readonly insteadOf: number | undefined;
  stop(): Promise<void>;
}

type Frontends = (HttpFrontend | UdpFrontend)[];

/** Rejects with `port-taken` or `address-unavailable`; nothing is left open then. */
export async function startTrackerServer(
  deps: TrackerServerDeps,
  at: { readonly addresses: readonly string[]; readonly port: RequestedPort },
): Promise<TrackerServer> {
  const { clock, randomBytes, logger, bindUdp, listenTcp } = deps.ports;
  const { tracker, facing, options, answers, handOver } = deps;
  const connectionIds = createConnectionIds({ clock, randomBytes });
  const httpDeps = { tracker, facing, clock, logger, listenTcp, answers, handOver, ...(options && { options }) };

  async function bindAll(port: number): Promise<{ bound: Frontends; port: number }> {
    const bound: Frontends = [];
    let chosen = port;
    try {
      for (const address of at.addresses) {
        const http = await startHttpFrontend(httpDeps, { address, port: chosen });
        bound.push(http);
        chosen = http.local.port;
        const socket = await bindUdp(address, chosen);
        bound.push(createUdpFrontend({ tracker, connectionIds, facing, clock, answers }, socket));
      }
      return { bound, port: chosen };
    } catch (error) {
      await stopAll(bound);
      throw error;
    }
  }

  let binding: PortBinding<Frontends>;
  try {
    binding = await bindPort(at.port, bindAll);
  } catch (error) {
    connectionIds.stop();
    throw error;
  }
  const { bound, port, insteadOf } = binding;
  return {
    port,
    insteadOf,
    async stop() {
      connectionIds.stop();
      await stopAll(bound);
    },
  };
}

async function stopAll(frontends: Frontends): Promise<void> {
  await Promise.all(frontends.map((frontend) => frontend.stop()));
}
