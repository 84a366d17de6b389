import type { InfoHash } from '../../../shared/infoHash.ts';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { Refusal } from '../tracker/announce.ts';
import { type AnnouncePolicy, NOT_SHARED } from '../tracker/announcePolicy.ts';
import type { ServedNote } from '../tracker/servedNote.ts';
import type { TorrentList } from './torrentList.ts';

export const NOT_LISTED: Refusal = {
  code: 'unlisted',
  message: 'this torrent is neither shared here nor on the list of this tracker',
};
export const BLOCKED: Refusal = { code: 'refused', message: 'this torrent is blocked on this tracker' };
export const NOBODY_YET: Refusal = {
  code: 'refused',
  message: 'this tracker serves people with a passkey, and knows nobody yet',
};

/** Which torrents are served at this moment, whoever asks. */
export interface ServedTorrents {
  /** On the way to every answer. What is served is noted, and known from the note until something changes. */
  refusalOf(infoHash: InfoHash, note?: ServedNote): Refusal | undefined;
  /** The list or the mode is not what it was: notes of before count no more. */
  changed(): void;
  /** Why a torrent is served; undefined when it is not. */
  sourceOf(infoHash: InfoHash): 'shared-here' | 'listed' | 'open' | undefined;
  /** Whether its swarm stays: it is served, or shared here and blocked for a while. */
  keeps(infoHash: InfoHash): boolean;
}

export interface ServedTorrentsDeps {
  readonly isShared: (infoHash: InfoHash) => boolean;
  readonly list: Pick<TorrentList, 'verdictOf'>;
  readonly mode: () => TrackerPolicy;
}

export function createServedTorrents({ isShared, list, mode }: ServedTorrentsDeps): ServedTorrents {
  let edition = 1;

  function sourceOf(infoHash: InfoHash): ReturnType<ServedTorrents['sourceOf']> {
    const verdict = list.verdictOf(infoHash);
    if (verdict === 'block') return undefined;
    if (isShared(infoHash)) return 'shared-here';
    const now = mode();
    if (verdict === 'allow' && now !== 'shares') return 'listed';
    return now === 'open' ? 'open' : undefined;
  }

  return {
    sourceOf,
    keeps: (infoHash) => isShared(infoHash) || sourceOf(infoHash) !== undefined,
    changed() {
      edition++;
    },
    refusalOf(infoHash, note) {
      if (note?.servedIn === edition) return undefined;
      if (sourceOf(infoHash) !== undefined) {
        if (note !== undefined) note.servedIn = edition;
        return undefined;
      }
      if (list.verdictOf(infoHash) === 'block') return BLOCKED;
      return mode() === 'shares' ? NOT_SHARED : NOT_LISTED;
    },
  };
}

export interface TrackerPolicyDeps {
  readonly mode: () => TrackerPolicy;
  readonly served: ServedTorrents;
  /** Why an address gets nothing here. */
  readonly gate: { refusalOf(address: IpAddress): Refusal | undefined };
  /** Why a client gets nothing here. */
  readonly clients: { refusalOf(peerId: Uint8Array): Refusal | undefined };
  /** Who has a passkey; asked in private mode alone. */
  readonly people?: AnnouncePolicy | undefined;
}

/**
 * Whom the tracker serves, put together: address, client, then torrent. In private mode the person comes before the torrent:
 * who has no passkey is not told what is served here.
 */
export function createTrackerPolicy({ mode, served, gate, clients, people }: TrackerPolicyDeps): AnnouncePolicy {
  return {
    refusalOf(question) {
      const { address, peerId, infoHash, note } = question;
      const ofAddress = gate.refusalOf(address);
      if (ofAddress !== undefined) return ofAddress;
      const ofClient = peerId && clients.refusalOf(peerId);
      if (ofClient !== undefined) return ofClient;
      if (mode() === 'private') {
        const ofPerson = people === undefined ? NOBODY_YET : people.refusalOf(question);
        if (ofPerson !== undefined) return ofPerson;
      }
      return served.refusalOf(infoHash, note);
    },
  };
}
