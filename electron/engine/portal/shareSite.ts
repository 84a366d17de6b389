import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type InfoHash, parseInfoHash } from '../../../shared/infoHash.ts';
import type { Clock, Logger } from '../ports.ts';
import { attachmentHeader } from './contentDisposition.ts';
import { replyText } from './replyText.ts';
import { safeHeaders } from './safeHeaders.ts';

/**
 * What the tracker's port serves besides announces: the .torrent files of what is shared here, rendered at the moment they are
 * asked for so that their announce URLs hold the addresses of now.
 */
export interface ShareSite {
  /**
   * Takes over a connection that the tracker's HTTP frontend accepted and whose first request is not an announce. Bytes that
   * were read already must have been put back with `unshift`. One request is answered, then the connection ends.
   */
  accept(socket: Socket): void;
  /** Ends every connection. May be called again. */
  stop(): Promise<void>;
}

export interface TorrentFile {
  /** The share's name, without the extension. Untrusted: it is what the torrent says. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ShareSiteDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether an address may be served at all: private ranges and loopback, in this version. */
  readonly isServedAddress: (address: string) => boolean;
  /** The .torrent file for a client that reached us at `localAddress`; undefined when the torrent is not shared here. */
  readonly renderTorrent: (infoHash: InfoHash, localAddress: string) => TorrentFile | undefined;
}

/** A whole exchange takes no longer than this; a .torrent file is a few hundred KiB at most on a LAN. */
const EXCHANGE_MS = 30_000;
const IDLE_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_SOCKETS = 256;

export function createShareSite(deps: ShareSiteDeps): ShareSite {
  const sockets = new Set<Socket>();
  const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) =>
    answer(deps, request, response),
  );
  http.maxRequestsPerSocket = 1;

  return {
    accept(socket) {
      if (sockets.size >= MAX_SOCKETS || !deps.isServedAddress(plainAddress(socket.remoteAddress))) {
        socket.destroy();
        return;
      }
      // A server that does not listen itself enforces none of its own timeouts, so each connection gets these two.
      const deadline = deps.clock.after(EXCHANGE_MS, () => socket.destroy());
      socket.setTimeout(IDLE_MS, () => socket.destroy());
      sockets.add(socket);
      socket.once('close', () => {
        deadline.cancel();
        sockets.delete(socket);
      });
      http.emit('connection', socket);
      socket.resume();
    },

    stop() {
      for (const socket of sockets) socket.destroy();
      return Promise.resolve();
    },
  };
}

const TORRENT_PATH = /^\/torrents\/([0-9a-f]{40})\.torrent(?:\?.*)?$/i;

function answer(deps: ShareSiteDeps, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    replyText(response, 405, 'only GET and HEAD are answered here');
    return;
  }
  if (request.url === '/') {
    replyText(response, 200, SITE_TEXT);
    return;
  }
  const infoHash = parseInfoHash(TORRENT_PATH.exec(request.url ?? '')?.[1] ?? '');
  const torrent = infoHash && deps.renderTorrent(infoHash, plainAddress(request.socket.localAddress));
  if (torrent === undefined) {
    replyText(response, 404, 'no such torrent is shared here');
    return;
  }
  sendTorrent(response, torrent);
  deps.logger.log('debug', 'a .torrent file was fetched', {
    infoHash,
    from: plainAddress(request.socket.remoteAddress),
  });
}

function sendTorrent(response: ServerResponse, torrent: TorrentFile): void {
  response.writeHead(200, {
    ...safeHeaders(torrent.bytes.length),
    'Content-Type': 'application/x-bittorrent',
    'Content-Disposition': attachmentHeader(`${torrent.name}.torrent`),
    Connection: 'close',
  });
  response.end(torrent.bytes);
}

/** An IPv4 client of a dual-stack socket shows as `::ffff:a.b.c.d`; a link-local address carries its zone. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** What a person sees who opens the tracker's port in a browser. */
const SITE_TEXT = `This is Granary, a BitTorrent tracker and seeder for this local network.

Open the magnet link or the .torrent address that you were given in a BitTorrent client.`;
