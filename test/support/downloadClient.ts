import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';

/** A stock BitTorrent client, driven over its own remote control. It keeps seeding what it has until it is stopped. */
export interface DownloadClient {
  readonly name: string;
  readonly address: string;
  readonly peerPort: number;
  /** Where downloads land, each under the name that the torrent gives it. */
  readonly downloadFolder: string;
  add(source: DownloadSource): Promise<void>;
  /** What the client itself says of the download; undefined until it knows the torrent's content. */
  status(infoHash: string): Promise<DownloadStatus | undefined>;
  /** What it shows, or logs, of the answers of its trackers. */
  trackerWords(infoHash: string): Promise<readonly string[]>;
  /** Its connections to other peers, as the client counts them. */
  peers(infoHash: string): Promise<readonly PeerTraffic[]>;
  /** Ends the client as a person would, so that it takes its leave of the tracker. */
  stop(): Promise<void>;
}

export type DownloadSource = { readonly torrent: Uint8Array } | { readonly magnet: string };

export interface DownloadStatus {
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly isComplete: boolean;
  readonly uploadedBytes: number;
  /** As it tells its trackers: with what it threw away, if it counts that. */
  readonly downloadedBytes: number;
}

export interface PeerTraffic {
  readonly address: string;
  readonly port: number;
  /** True when data is coming from this peer, or came. */
  readonly hasSentData: boolean;
}

export interface ClientOptions {
  /** The address that the client binds to, listens on and is known by. */
  readonly address: string;
  readonly maxDownloadBytesPerSecond?: number;
  readonly maxUploadBytesPerSecond?: number;
  /** uTP and encryption as the client comes, instead of plain TCP; where the client cares. */
  readonly asInstalled?: boolean;
  /** Whether what it says of its trackers can be asked, where that takes a log. */
  readonly keepsLog?: boolean;
}

export type StartClient = (cleanup: Cleanup, options: ClientOptions) => Promise<DownloadClient>;

/** Resolves when the client says that all of the torrent is there. */
export async function downloaded(client: DownloadClient, infoHash: string, timeoutMs = 150_000): Promise<void> {
  let last: DownloadStatus | undefined;
  const probe = async (): Promise<true | undefined> => {
    last = await client.status(infoHash);
    return last?.isComplete === true ? true : undefined;
  };
  await eventually(probe, { timeoutMs, what: `${client.name} to download ${infoHash}` }).catch((cause: unknown) => {
    throw new Error(`${client.name} did not finish; last seen ${JSON.stringify(last)}`, { cause });
  });
}
