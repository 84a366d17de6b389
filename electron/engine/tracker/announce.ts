import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AnnounceEvent } from '../codec/announceEvent.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { PeerList } from './peerList.ts';
import type { ServedNote } from './servedNote.ts';
import type { Swarm } from './swarm.ts';

/** An announce, whichever protocol it came by. */
export interface AnnounceRequest {
  readonly infoHash: InfoHash;
  /** What `Tracker.swarmAt` just found; the tracker looks for itself where it is undefined. */
  readonly swarm?: Swarm | undefined;
  /** 20 bytes; copied. */
  readonly peerId: Uint8Array;
  /** u32; 0 when the client sent none. */
  readonly key: number;
  /** The other end of the connection. */
  readonly requester: IpAddress;
  /** Address the client claims to have: honoured from loopback, where another namespace may sit, and from proxies alone. */
  readonly claimed: IpAddress | undefined;
  /** Our own address as the requester sees it, if known. */
  readonly facing: IpAddress | undefined;
  readonly port: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  readonly leftBytes: number;
  readonly event: AnnounceEvent;
  /** Undefined or negative for the default. */
  readonly numWant: number | undefined;
  /** Whether peers of the other family fit the reply as well (over HTTP they do). */
  readonly bothFamilies: boolean;
  /** What the announce URL names its person by; empty for none. Untrusted. */
  readonly passkey: string;
}

/** Belongs to the tracker and is valid until the next announce. */
export interface AnnounceReply {
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number;
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
  readonly ipv4: PeerList;
  readonly ipv6: PeerList;
}

/** Why not, in words for the person at the client. */
export interface Refusal {
  /** `unlisted` where putting the torrent on the list may help. */
  readonly code: 'refused' | 'unlisted' | 'bad-port' | 'bad-passkey' | 'busy';
  readonly message: string;
  /** When it may be different (BEP 31). */
  readonly retryInMinutes?: number;
}

/** Who asks for what, as far as it decides whether there is an answer: an announce or a scrape. */
export interface TrackerQuestion extends Pick<AnnounceRequest, 'infoHash' | 'passkey'> {
  /** Undefined for a scrape. */
  readonly peerId: Uint8Array | undefined;
  /** Where it counts as coming from. */
  readonly address: IpAddress;
  /** An announce of a peer that misses something and goes on. */
  readonly isDownloading?: boolean;
  /** Of the torrent, if it is tracked. */
  readonly note?: ServedNote | undefined;
}
