import type { InfoHash } from '../../../shared/infoHash.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { AnnounceRequest } from '../tracker/announce.ts';
import type { People } from './people.ts';
import { createProvenPeers, type ProvenPeersDeps } from './provenPeers.ts';

/** Who takes part in torrents by right, while the tracker is for people with a passkey. */
export interface Membership {
  /** After an announce that was answered, whatever the policy: who has a passkey when the tracker turns private stays. */
  announced(request: AnnounceRequest, address: IpAddress): void;
  /** Whether somebody who may have the torrent announced it from this address, as a socket has it. */
  has(infoHash: InfoHash, address: string): boolean;
  /** Whether a peer that the tracker lists is there by right. Everybody is where nobody needs a passkey. */
  isMember(infoHash: InfoHash, peerId: Uint8Array): boolean;
  stop(): void;
}

export interface MembershipDeps extends Omit<ProvenPeersDeps, 'serves'> {
  readonly people: Pick<People, 'announced' | 'holderOf' | 'standing'>;
  readonly isPrivate: () => boolean;
  /** Whether people come here for the content as well. */
  readonly isShared: (infoHash: InfoHash) => boolean;
  /** Whether the tracker's list allows it. Of others nothing is noted, however many an open tracker serves. */
  readonly isListed: (infoHash: InfoHash) => boolean;
}

export function createMembership(deps: MembershipDeps): Membership {
  const { people, isPrivate, isShared, isListed } = deps;
  const { serves, hasClient } = people.standing;
  const proven = createProvenPeers({ ...deps, serves });

  return {
    announced(request, address) {
      const { passkey, infoHash } = request;
      const person = passkey === '' ? undefined : people.holderOf(passkey);
      if (person === undefined || !(isShared(infoHash) || isListed(infoHash))) return;
      people.announced(person, request, { address, isCounted: isPrivate() });
      if (isShared(infoHash)) proven.seen(infoHash, address, person);
    },
    has: proven.has,
    isMember: (infoHash, peerId) => !isPrivate() || hasClient(infoHash, peerId),
    stop: proven.stop,
  };
}
