import type { RequestedPort } from '../config.ts';
import { GranaryError } from '../errors.ts';

export interface PortBinding<Bound> {
  readonly bound: Bound;
  readonly port: number;
  /** Set when the wanted port was busy and another was taken in its place. */
  readonly insteadOf: number | undefined;
}

/** Tries of a system-chosen number before giving up: it may be free for TCP and busy for UDP. */
const FREE_PORT_TRIES = 8;

/**
 * Binds everything that shares one port number. `bind(port)` opens all its sockets on `port` (0: the system chooses the
 * number with the first socket) or rejects with `port-taken`, leaving nothing open.
 */
export async function bindPort<Bound>(
  requested: RequestedPort,
  bind: (port: number) => Promise<{ readonly bound: Bound; readonly port: number }>,
): Promise<PortBinding<Bound>> {
  if (requested.port !== 0) {
    try {
      return { ...(await bind(requested.port)), insteadOf: undefined };
    } catch (error) {
      if (requested.required || !isPortTaken(error)) throw error;
    }
  }
  const insteadOf = requested.port === 0 ? undefined : requested.port;
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await bind(0)), insteadOf };
    } catch (error) {
      if (attempt === FREE_PORT_TRIES || !isPortTaken(error)) throw error;
    }
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof GranaryError && error.code === 'port-taken';
}
