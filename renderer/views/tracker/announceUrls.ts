import type { StatusRow } from '../../../shared/rows.ts';

export interface AnnounceUrl {
  readonly protocol: 'HTTP' | 'UDP';
  readonly url: string;
}

/** What a person enters as tracker in another program: for each served address over HTTP and over UDP. */
export function announceUrls({ addresses, trackerPort }: Pick<StatusRow, 'addresses' | 'trackerPort'>): AnnounceUrl[] {
  return addresses.flatMap((address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    return [
      { protocol: 'HTTP', url: `http://${host}:${trackerPort}/announce` },
      { protocol: 'UDP', url: `udp://${host}:${trackerPort}/announce` },
    ];
  });
}
