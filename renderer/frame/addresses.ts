import type { StatusRow } from '../../shared/rows.ts';

export interface ServedAddress {
  /** `192.168.7.20:6969` */
  readonly label: string;
  /** What others open in a browser. */
  readonly url: string;
}

/** Where others on the network find this Granary, the nearest to a person's reading first: IPv4 before IPv6. */
export function servedAddresses({ addresses, trackerPort }: StatusRow): readonly ServedAddress[] {
  const sorted = [...addresses].sort((left, right) => Number(left.includes(':')) - Number(right.includes(':')));
  return sorted.map((address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    return { label: `${host}:${trackerPort}`, url: `http://${host}:${trackerPort}/` };
  });
}
