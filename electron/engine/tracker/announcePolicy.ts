import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AddressScope, IpAddress } from '../codec/ipAddress.ts';

/** Who may announce and scrape what: asked before anything about the swarm is touched. */
export interface AnnouncePolicy {
  /** Undefined when it is allowed; otherwise why not, in words for the person at the client. */
  allows(infoHash: InfoHash, requester: IpAddress): string | undefined;
}

const LOCAL_SCOPES: ReadonlySet<AddressScope> = new Set(['loopback', 'link-local', 'private']);

const NOT_LOCAL = 'this tracker serves its local network only';
const NOT_SHARED = 'this torrent is not shared here';

/** The policy of a tracker that nobody opened: what is shared here, for addresses of local networks. */
export function createSharesOnlyPolicy(isShared: (infoHash: InfoHash) => boolean): AnnouncePolicy {
  return {
    allows(infoHash, requester) {
      if (!LOCAL_SCOPES.has(requester.scope)) return NOT_LOCAL;
      return isShared(infoHash) ? undefined : NOT_SHARED;
    },
  };
}
