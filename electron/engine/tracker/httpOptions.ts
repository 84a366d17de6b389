import type { IpAddress } from '../codec/ipAddress.ts';

/** What a person may set about the tracker over HTTP while it runs. Asked with each request. */
export interface HttpOptions {
  /** Whether there are any: most trackers have none, and then nothing else is asked. */
  readonly hasProxies: boolean;
  /** Whether what this address says about others' addresses counts. */
  isProxy(address: IpAddress): boolean;
  /** Whether a scrape that names no torrent lists all of them. */
  readonly fullScrape: boolean;
}

export const DEFAULT_HTTP_OPTIONS: HttpOptions = { hasProxies: false, isProxy: () => false, fullScrape: false };
