import type { FastifyReply, FastifyRequest } from 'fastify';
import { safeText } from '../../../../shared/safeText.ts';
import { parseInfoHash } from '../../../../shared/infoHash.ts';
import type { Clock, Logger } from '../../ports.ts';
import { attachmentHeader } from '../contentDisposition.ts';
import { createEventStreams } from '../eventStreams.ts';
import { plainAddress } from '../plainAddress.ts';
import type { SiteCatalogue, SiteTorrent, Visitor } from '../siteCatalogue.ts';
import { originOf } from '../siteHost.ts';
import type { SitePart } from '../trackerSite.ts';
import { writeFeed } from './feed.ts';
import { html } from './html.ts';
import { layOutPage, type Page } from './layout.ts';
import { chooseTorrents, feedAddress, listBody, parseListQuery } from './listPage.ts';
import { answerLiveCounts } from './liveCounts.ts';
import { createPageLocale } from './pageLocale.ts';
import { qrPicture } from './qrPicture.ts';
import { serveSiteFiles } from './siteFiles.ts';
import { statsText } from './statsText.ts';
import { torrentBody } from './torrentPage.ts';

/**
 * The pages for people on the network, and what their clients fetch from there:
 *
 * | Address                   | What                                                                                  |
 * |---------------------------|---------------------------------------------------------------------------------------|
 * | `/`                       | the list; `?q=` searches, `?sort=` one of `LIST_SORTS`, `?page=` from 1                  |
 * | `/torrents/HASH`          | one torrent; `/torrents/HASH/qr.svg` is the code of its address                           |
 * | `/torrents/HASH.torrent`  | its .torrent file, with the addresses of now                                           |
 * | `/feed.xml`               | RSS of the list, `?q=` of a part of it                                                 |
 * | `/live`                   | server-sent events with the counts: see liveCounts.ts                                  |
 * | `/stats`, `/stats.json`   | the tracker's figures                                                                  |
 *
 * With the setting `portal` off only .torrent files are served, to clients that were handed their address.
 */
export interface SitePagesDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly catalogue: SiteCatalogue;
  /** Whether pages are served at this moment. */
  readonly isOn: () => boolean;
  readonly figures: () => SiteFigures;
}

/** What the tracker comes to. Counts are since the engine started. */
export interface SiteFigures {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly swarms: number;
  readonly peers: number;
  readonly seeders: number;
  readonly announces: number;
  readonly scrapes: number;
  readonly refused: number;
}

/** Files of this site and nothing else; forms go nowhere but here. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const ANYONE: Visitor = { person: undefined };

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly visitor: Visitor;
}

export function createSitePages(deps: SitePagesDeps): SitePart {
  const { catalogue, logger } = deps;

  function sendPage({ request, reply }: Omit<Exchange, 'visitor'>, page: (text: PageMaker) => Page): FastifyReply {
    const locale = createPageLocale(request.headers['accept-language']);
    reply.headers({
      'Content-Security-Policy': PAGE_POLICY,
      'Content-Language': locale.locale,
      Vary: 'Accept-Language',
    });
    return reply.type('text/html; charset=utf-8').send(layOutPage(page(locale), locale));
  }

  function sendList({ request, reply, visitor }: Exchange): FastifyReply {
    const query = parseListQuery(queryOf(request));
    const found = chooseTorrents(catalogue.list(visitor), query);
    return sendPage({ request, reply }, (page) => ({
      title: page.text('title'),
      feed: feedAddress(query),
      body: listBody({ query, found, magnetOf: magnetFor(visitor) }, page),
    }));
  }

  function magnetFor(visitor: Visitor): (torrent: SiteTorrent) => string {
    return ({ infoHash }) => catalogue.magnet(infoHash, visitor) ?? '';
  }

  function sendTorrentPage({ request, reply, visitor }: Exchange): FastifyReply {
    const infoHash = hashOf(request);
    const torrent = infoHash && catalogue.detail(infoHash, visitor);
    if (torrent === undefined) return sendMissing({ request, reply });
    const magnet = catalogue.magnet(torrent.infoHash, visitor) ?? '';
    return sendPage({ request, reply }, (page) => ({
      title: safeText(torrent.name),
      body: torrentBody({ torrent, magnet }, page),
    }));
  }

  function sendMissing({ request, reply }: Omit<Exchange, 'visitor'>): FastifyReply {
    return sendPage({ request, reply: reply.code(404) }, (page) => ({
      title: page.text('noTorrent'),
      body: html`<h1>${page.text('noTorrent')}</h1><p><a href="/">${page.text('back')}</a></p>`,
    }));
  }

  function sendTorrentFile({ request, reply, visitor }: Exchange): FastifyReply {
    const infoHash = hashOf(request);
    const localAddress = plainAddress(request.socket.localAddress);
    const torrent = infoHash && catalogue.torrentFile(infoHash, visitor, localAddress);
    if (torrent === undefined) {
      return reply.code(404).type('text/plain; charset=utf-8').send('no such torrent is shared here\n');
    }
    logger.log('debug', 'a .torrent file was fetched', { infoHash, from: plainAddress(request.socket.remoteAddress) });
    return reply
      .type('application/x-bittorrent')
      .header('Content-Disposition', attachmentHeader(`${torrent.name}.torrent`))
      .send(Buffer.from(torrent.bytes));
  }

  function sendPicture({ request, reply, visitor }: Exchange): FastifyReply {
    const infoHash = hashOf(request);
    if (infoHash === undefined || catalogue.find(infoHash, visitor) === undefined)
      return sendMissing({ request, reply });
    return reply.type('image/svg+xml').send(qrPicture(`${siteOrigin(request)}/torrents/${infoHash}`));
  }

  function sendFeed({ request, reply, visitor }: Exchange): FastifyReply {
    const { search } = parseListQuery(queryOf(request));
    const torrents = chooseTorrents(catalogue.list(visitor), { search, sort: 'added' });
    const page = createPageLocale(request.headers['accept-language']);
    reply.headers({ 'Content-Language': page.locale, Vary: 'Accept-Language' });
    return reply.type('application/rss+xml; charset=utf-8').send(
      writeFeed({
        title: `Granary: ${search === '' ? page.text('title') : safeText(search)}`,
        description: page.text('intro'),
        language: page.locale,
        origin: siteOrigin(request),
        page: '/',
        self: feedAddress({ search }),
        torrents,
        magnetOf: magnetFor(visitor),
        suffix: '',
      }),
    );
  }

  function sendStats({ request, reply }: Exchange): FastifyReply {
    const figures = deps.figures();
    const isJson = request.url.startsWith('/stats.json') || queryOf(request).get('mode') === 'json';
    return isJson ? reply.send(figures) : reply.type('text/plain; charset=utf-8').send(statsText(figures));
  }

  function sendClosed({ request, reply }: Exchange): FastifyReply {
    return sendPage({ request, reply: reply.code(404) }, (page) => ({
      title: 'Granary',
      body: html`<h1>Granary</h1><p>${page.text('closed')}</p>`,
    }));
  }

  return (app, exchanges) => {
    const streams = createEventStreams({ clock: deps.clock, exchanges });
    const whenOn = (answer: (exchange: Exchange) => FastifyReply) => (request: FastifyRequest, reply: FastifyReply) =>
      (deps.isOn() ? answer : sendClosed)({ request, reply, visitor: ANYONE });

    serveSiteFiles(app);
    app.get('/', whenOn(sendList));
    app.get('/torrents/:infoHash', whenOn(sendTorrentPage));
    app.get('/torrents/:infoHash/qr.svg', whenOn(sendPicture));
    app.get('/torrents/:infoHash.torrent', (request, reply) => sendTorrentFile({ request, reply, visitor: ANYONE }));
    app.get('/feed.xml', whenOn(sendFeed));
    app.get('/stats', whenOn(sendStats));
    app.get('/stats.json', whenOn(sendStats));
    app.get(
      '/live',
      whenOn(({ request, reply, visitor }) => {
        answerLiveCounts({ ...deps, streams }, { request, reply, visitor });
        return reply;
      }),
    );
  };
}

type PageMaker = ReturnType<typeof createPageLocale>;

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

function hashOf({ params }: FastifyRequest): ReturnType<typeof parseInfoHash> {
  const { infoHash = '' } = params as { readonly infoHash?: string };
  return parseInfoHash(infoHash);
}

function siteOrigin({ headers, socket }: FastifyRequest): string {
  return originOf(headers, { address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 });
}
