/** A tracker that the suite is run against. */
export interface Target {
  readonly name: string;
  readonly httpPort: number;
  /** Path of its announce URL; the scrape URL follows from it (BEP 48). */
  readonly path: string;
  /** Undefined for a tracker without UDP. */
  readonly udpPort: number | undefined;
  /** Its addresses, as far as it has one of the kind. */
  readonly hosts: Readonly<Partial<Record<Network, string>>>;
  /** Addresses of this machine to speak from, which it has to be able to answer. */
  readonly clients: Readonly<Record<Network, readonly string[]>>;
  /** 20 bytes of a torrent that it tracks and nobody has announced yet; of `shape`, when that is given. */
  torrent(shape?: Buffer): Buffer;
  /** Lets that much time pass for the tracker; absent when that takes longer than a person wants to wait. */
  passTime?(seconds: number): Promise<void>;
  /** Changes how it is configured, where the suite can do that. */
  configure?(how: Configuration): void;
}

export type Network = 'IPv4' | 'IPv6' | 'loopback';

/** What is unlike a tracker's usual state. */
export interface Configuration {
  /** Addresses whose word about others' addresses counts. */
  readonly proxies?: readonly string[];
  /** Whether a scrape that names no torrent lists all. */
  readonly fullScrape?: boolean;
  /** Whether more is asked than it can answer. */
  readonly overload?: boolean;
}

/** What a tracker did wrong, in words. */
export class Fault extends Error {}

/** Why there was nothing to judge, in words. */
export class NotOffered extends Error {}

export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Fault(otherwise);
}
