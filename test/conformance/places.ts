import { lanAddresses } from '../support/lanAddresses.ts';
import type { Target } from './target.ts';

const CLIENTS = 3;

/** For a tracker on all addresses of this machine: those it is reached at, and those it is spoken to from. */
export function localHosts(): Pick<Target, 'hosts' | 'clients'> {
  const [four, six] = [lanAddresses('IPv4'), lanAddresses('IPv6')];
  const numbers = Array.from({ length: CLIENTS }, (_, number) => number);
  return {
    hosts: { IPv4: four.host, IPv6: six.host, loopback: '127.0.0.1' },
    clients: { IPv4: numbers.map(four.client), IPv6: numbers.map(six.client), loopback: ['127.0.0.1'] },
  };
}
