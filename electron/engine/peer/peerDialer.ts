import { connect, type Socket } from 'node:net';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { writePeerHandshake } from '../codec/peerHandshake.ts';
import type { Clock } from '../ports.ts';
import { readIncomingHandshake } from './incomingHandshake.ts';
import type { PeerHosts } from './peerHost.ts';
import type { PeerIdentity } from './peerShare.ts';

export interface PeerDialerDeps {
  readonly clock: Clock;
  readonly hosts: PeerHosts;
  readonly identity: () => PeerIdentity;
}

/** Connects to peers that do not come by themselves. */
export interface PeerDialer {
  /** Resolves when the share has taken the peer, or it is clear that nothing comes of it; never rejects. */
  dial(infoHash: InfoHash, to: { readonly address: string; readonly port: number }): Promise<void>;
  /** Cuts off connections that are still shaking hands; the others belong to their shares. */
  stop(): Promise<void>;
}

export function createPeerDialer({ clock, hosts, identity }: PeerDialerDeps): PeerDialer {
  const shakingHands = new Set<Socket>();

  return {
    async dial(infoHash, to) {
      const { peerId, dhtPort } = identity();
      const features = { extensionProtocol: true, fast: true, dht: dhtPort !== undefined };
      const socket = connect({ host: to.address, port: to.port, noDelay: true });
      shakingHands.add(socket);
      // Kept until the connection stands; a host that is not there ends in `error`, and so in no handshake.
      socket.write(writePeerHandshake({ features, infoHash, peerId }));
      const incoming = await readIncomingHandshake(socket, clock);
      shakingHands.delete(socket);
      if (incoming === undefined || socket.destroyed) return;
      const { handshake, received } = incoming;
      const host = hosts.find(infoHash);
      const isRight = handshake.infoHash === infoHash && Buffer.compare(handshake.peerId, peerId) !== 0;
      if (host !== undefined && isRight && host.admits(handshake, to.address)) host.accept(socket, handshake, received);
      else socket.destroy();
    },
    stop() {
      for (const socket of shakingHands) socket.destroy();
      return Promise.resolve();
    },
  };
}
