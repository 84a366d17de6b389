import type { AddressInfo, Server } from 'node:net';
import { GranaryError, messageOf, systemCode } from '../errors.ts';

interface Wanted {
  readonly address: string;
  readonly port: number;
}

/**
 * Listens on one address and resolves with the port; 0 lets the system choose it.
 * Rejects with `port-taken` or `address-unavailable`, and the server may then be told to listen again.
 */
export function listenOn(server: Server, { address, port }: Wanted): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(listenFailure({ address, port }, error));
    server.once('error', onError);
    server.listen({ port, host: address, exclusive: true, ipv6Only: true }, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenFailure({ address, port }: Wanted, cause: unknown): GranaryError {
  const where = `${address}:${port}`;
  // Windows answers EACCES for a port that another program holds exclusively or that the system reserves.
  if (systemCode(cause) !== 'EADDRINUSE' && systemCode(cause) !== 'EACCES') {
    return new GranaryError('address-unavailable', `cannot listen on ${where}: ${messageOf(cause)}`, {
      because: { reason: 'address-unusable', address },
      cause,
    });
  }
  return new GranaryError('port-taken', `the control port is taken or not allowed (${where})`, {
    hint: 'choose another with --control-port, or leave it out and a free one is found',
    because: { reason: 'port-in-use', protocol: 'TCP', port, address },
    cause,
  });
}
