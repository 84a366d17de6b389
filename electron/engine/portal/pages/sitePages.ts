import type { FastifyReply, FastifyRequest } from 'fastify';
import { safeText } from '../../../../shared/safeText.ts';
import { type InfoHash, parseInfoHash } from '../../../../shared/infoHash.ts';
import type { Clock, Logger } from '../../ports.ts';
import { attachmentHeader } from '../contentDisposition.ts';
import { createEventStreams } from '../eventStreams.ts';
import { plainAddress } from '../plainAddress.ts';
import type { Publishing } from '../publishing.ts';
import type { SiteCatalogue, Visitor } from '../siteCatalogue.ts';
import type { SiteDoor } from '../siteDoor.ts';
import { originOf } from '../siteHost.ts';
import type { SitePart } from '../sitePart.ts';
import type { SiteTorrent } from '../siteTorrent.ts';
import { writeFeed } from './feed.ts';
import { cornerOf } from './corner.ts';
import { html, type Markup } from './html.ts';
import { chooseTorrents, feedAddress, listBody, parseListQuery } from './listPage.ts';
import { answerLiveCounts } from './liveCounts.ts';
import { createPageLocale, type PageLocale } from './pageLocale.ts';
import { publishedNote } from './publishPage.ts';
import { qrPicture } from './qrPicture.ts';
import { type PageExchange, sendPage } from './sendPage.ts';
import { serveSiteFiles } from './siteFiles.ts';
import { type SiteFigures, statsText } from './statsText.ts';
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
  readonly door: SiteDoor;
  readonly publishing: Pick<Publishing, 'mayPublish' | 'withdrawable'>;
  /** Whether pages are served at this moment. */
  readonly isOn: () => boolean;
  readonly figures: () => SiteFigures;
}

interface Exchange extends PageExchange {
  readonly visitor: Visitor;
}
type Answer = (exchange: Exchange) => FastifyReply | Promise<FastifyReply>;

export function createSitePages(deps: SitePagesDeps): SitePart {
  const { catalogue, logger, door, publishing } = deps;

  function sendList({ request, reply, visitor }: Exchange): FastifyReply {
    const query = parseListQuery(queryOf(request));
    const found = chooseTorrents(catalogue.list(visitor), query);
    return sendPage({ request, reply }, (page) => ({
      title: page.text('title'),
      feed: `${feedAddress(query)}${keyOf(visitor, feedAddress(query).includes('?'))}`,
      corner: cornerOf(visitor, page, publishing),
      body: listBody(
        { query, found, feedKey: keyOf(visitor, feedAddress(query).includes('?')), magnetOf: magnetFor(visitor) },
        page,
      ),
    }));
  }

  /** A feed reader has no cookie: what is in its feed is this person's by a key in the address. */
  function keyOf({ person }: Visitor, hasQuery: boolean): string {
    return person === undefined ? '' : `${hasQuery ? '&' : '?'}key=${door.feedKeyOf(person)}`;
  }

  function magnetFor(visitor: Visitor): (torrent: SiteTorrent) => string {
    return ({ infoHash }) => catalogue.magnet(infoHash, visitor) ?? '';
  }

  async function sendTorrentPage({ request, reply, visitor }: Exchange): Promise<FastifyReply> {
    const infoHash = hashOf(request);
    const torrent = infoHash && (await catalogue.detail(infoHash, visitor));
    if (torrent === undefined) return sendMissing({ request, reply });
    const magnet = catalogue.magnet(torrent.infoHash, visitor) ?? '';
    return sendPage({ request, reply }, (page) => ({
      title: safeText(torrent.name),
      corner: cornerOf(visitor, page, publishing),
      body: torrentBody({ torrent, magnet, note: noteOf(torrent.infoHash, visitor, page) }, page),
    }));
  }

  function noteOf(infoHash: InfoHash, { person }: Visitor, page: PageLocale): Markup | undefined {
    const entry = person && publishing.withdrawable(infoHash, person);
    if (entry === undefined) return undefined;
    return publishedNote({ infoHash, by: entry.publishedBy === person?.id ? undefined : entry.addedByName }, page);
  }

  function sendMissing({ request, reply }: PageExchange): FastifyReply {
    return sendPage({ request, reply: reply.code(404) }, (page) => ({
      title: page.text('noTorrent'),
      body: html`<h1>${page.text('noTorrent')}</h1><p><a href="/">${page.text('back')}</a></p>`,
    }));
  }

  async function sendTorrentFile({ request, reply, visitor }: Exchange): Promise<FastifyReply> {
    const infoHash = hashOf(request);
    const localAddress = plainAddress(request.socket.localAddress);
    const torrent = infoHash && (await catalogue.torrentFile(infoHash, visitor, localAddress));
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
        suffix: keyOf(visitor, false),
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
    const forVisitors =
      (answer: Answer, toStrangers: (exchange: PageExchange) => FastifyReply) =>
      (request: FastifyRequest, reply: FastifyReply): ReturnType<Answer> => {
        const visitor = door.visitorOf(request);
        return visitor === undefined ? toStrangers({ request, reply }) : answer({ request, reply, visitor });
      };
    const whenOn = (answer: Answer) => (exchange: Exchange) => (deps.isOn() ? answer(exchange) : sendClosed(exchange));
    const forPeople = (answer: Answer) => forVisitors(whenOn(answer), askToSignIn);
    const forPrograms = (answer: Answer) => forVisitors(whenOn(answer), refuseStranger);

    serveSiteFiles(app);
    app.get('/', forPeople(sendList));
    app.get('/torrents/:infoHash', forPeople(sendTorrentPage));
    app.get('/torrents/:infoHash/qr.svg', forPrograms(sendPicture));
    app.get('/torrents/:infoHash.torrent', forVisitors(sendTorrentFile, refuseStranger));
    app.get('/feed.xml', forPrograms(sendFeed));
    app.get('/stats', forPrograms(sendStats));
    app.get('/stats.json', forPrograms(sendStats));
    app.get(
      '/live',
      forPrograms((exchange) => answerLiveCounts({ ...deps, streams }, exchange)),
    );
  };
}

function askToSignIn({ reply }: PageExchange): FastifyReply {
  return reply.redirect('/sign-in', 303);
}

function refuseStranger({ reply }: PageExchange): FastifyReply {
  return reply.code(401).type('text/plain; charset=utf-8').send('this tracker is private: sign in at /sign-in\n');
}

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
