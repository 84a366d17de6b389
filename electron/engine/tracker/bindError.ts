import { GranaryError, systemCode } from '../errors.ts';

/** Turns the system's refusal to bind a socket into an error for a person. */
export function bindError(
  cause: unknown,
  wanted: { readonly protocol: 'UDP' | 'TCP'; readonly address: string; readonly port: number },
): GranaryError {
  const { protocol, address, port } = wanted;
  switch (systemCode(cause)) {
    case 'EADDRINUSE':
      return new GranaryError('port-taken', `${protocol} port ${port} on ${address} is in use by another program`, {
        hint: 'Choose another port, or 0 for any free one.',
        because: { reason: 'port-in-use', protocol, port, address },
        cause,
      });
    case 'EACCES':
      return new GranaryError('address-unavailable', `not allowed to use ${protocol} port ${port} on ${address}`, {
        hint: 'Ports below 1024 and ports that the system keeps to itself need special rights: choose another.',
        because: { reason: 'port-not-allowed', protocol, port, address },
        cause,
      });
    default:
      return new GranaryError('address-unavailable', `cannot use ${protocol} port ${port} on ${address}`, {
        hint: 'Check that this machine has the address and that its network is up.',
        because: { reason: 'address-unusable', address },
        cause,
      });
  }
}
