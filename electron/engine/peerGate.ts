import type { InfoHash } from '../../shared/infoHash.ts';
import type { PeerHost, PeerHosts } from './peer/peerHost.ts';
import type { Membership } from './people/membership.ts';
import type { PolicyParts } from './policyParts.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';

/** Which peers the shares are served to, whoever opened the connection. Closed by default: strangers get nothing. */
export interface PeerGate extends PeerHosts {
  /** Cuts off whoever is connected and not served any more. */
  recheck(): void;
}

export interface PeerGateDeps {
  readonly sessions: Pick<SessionRegistry, 'find' | 'list'>;
  /** Whether an address gets anything here at all. */
  readonly serves: PolicyParts['serves'];
  /** Whether content is for people with a passkey. */
  readonly isPrivate: () => boolean;
  readonly membership: Pick<Membership, 'has'>;
}

export function createPeerGate({ sessions, serves, isPrivate, membership }: PeerGateDeps): PeerGate {
  function isServed(infoHash: InfoHash, address: string): boolean {
    return serves(address) && (!isPrivate() || membership.has(infoHash, address));
  }

  return {
    find(infoHash): PeerHost | undefined {
      const session = sessions.find(infoHash);
      return (
        session && {
          admits: (handshake, address) => isServed(infoHash, address) && session.admits(handshake, address),
          accept: session.accept,
        }
      );
    },
    recheck() {
      for (const session of sessions.list()) session.cutOff((address) => isServed(session.infoHash, address));
    },
  };
}
