import { lookup } from 'node:dns/promises';
import { messageOf } from '../errors.ts';
import type { Logger } from '../ports.ts';

/** The IPv4 address of a host, which may be one already. Undefined, and a warning, when the system knows none. */
export async function resolveBootstrap(host: string, logger: Logger): Promise<string | undefined> {
  try {
    const { address } = await lookup(host, { family: 4 });
    return address;
  } catch (error) {
    logger.log('warning', `the DHT bootstrap ${host} has no address: ${messageOf(error)}`);
    return undefined;
  }
}
