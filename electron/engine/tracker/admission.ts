import type { InfoHash } from '../../../shared/infoHash.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { AnnounceRequest, Refusal } from './announce.ts';
import type { Swarm } from './swarm.ts';

/**
 * How much of what is allowed there is room for. The policy decides what is served; this decides whether one more of it can
 * be held. All of it is asked on the way to an answer.
 */
export interface Admission {
  /** Why this announce is one too many of its peer. Asked for each. */
  refusalOfAnnounce(request: AnnounceRequest, address: IpAddress): Refusal | undefined;
  /** Why no swarm begins for a torrent that is served and not tracked; undefined when one does, and there is room for it. */
  refusalOfSwarm(infoHash: InfoHash, address: IpAddress): Refusal | undefined;
  /** Whether a peer that the swarm does not hold comes into it; one that does not is answered all the same. */
  admitsPeer(swarm: Swarm, address: IpAddress): boolean;
  /** Whether a swarm that was there before a restart is to be there again. */
  takesUp(infoHash: InfoHash): boolean;
  /** Whether a torrent that is served counts as tracked before anyone announced it. */
  readonly tracksAllServed: boolean;
}

export const NOT_TRACKED: Refusal = { code: 'refused', message: 'this torrent is not tracked here' };

/** Of a tracker whose swarms are all added by its owner. */
export const NO_ADMISSION: Admission = {
  refusalOfAnnounce: () => undefined,
  refusalOfSwarm: () => NOT_TRACKED,
  admitsPeer: () => true,
  takesUp: () => false,
  tracksAllServed: false,
};
