import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AddressScope } from '../codec/ipAddress.ts';
import type { Refusal, TrackerQuestion } from './announce.ts';

/** Who may announce and scrape what: asked before anything about the swarm is touched, and so has to be quick. */
export interface AnnouncePolicy {
  /** Undefined when it is allowed; otherwise why not, in words for the person at the client. */
  refusalOf(question: TrackerQuestion): Refusal | undefined;
}

const LOCAL_SCOPES: ReadonlySet<AddressScope> = new Set(['loopback', 'link-local', 'private']);

export const NOT_LOCAL: Refusal = { code: 'refused', message: 'this tracker serves its local network only' };
export const NOT_SHARED: Refusal = { code: 'unlisted', message: 'this torrent is not shared here' };

/** The policy of a tracker that nobody opened: what is shared here, for addresses of local networks. */
export function createSharesOnlyPolicy(isShared: (infoHash: InfoHash) => boolean): AnnouncePolicy {
  return {
    refusalOf({ infoHash, address }) {
      if (!LOCAL_SCOPES.has(address.scope)) return NOT_LOCAL;
      return isShared(infoHash) ? undefined : NOT_SHARED;
    },
  };
}
