import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type InfoHash, parseInfoHash } from '../../../../shared/infoHash.ts';
import { KIB } from '../../../../shared/units.ts';
import { MAX_TORRENT_BYTES } from '../../../../shared/torrentLists.ts';
import type { Person } from '../../people/person.ts';
import { type MultipartForm, readMultipart } from '../multipartForm.ts';
import type { Published, Publishing } from '../publishing.ts';
import type { SiteCatalogue } from '../siteCatalogue.ts';
import type { SiteDoor } from '../siteDoor.ts';
import { refuseForeignOrigin } from '../siteHost.ts';
import type { SitePart } from '../sitePart.ts';
import { cornerOf } from './corner.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';
import type { PageText } from './pageTexts.ts';
import { publishBody, withdrawBody } from './publishPage.ts';
import { type PageExchange, sendPage } from './sendPage.ts';

/**
 * Where publishers and admins of a private tracker put torrents on its list:
 *
 * | Address                               | What                                                       |
 * |---------------------------------------|------------------------------------------------------------|
 * | `GET, POST /publish`                  | a form: the file `torrent`, and the id of each `group`       |
 * | `GET, POST /torrents/HASH/withdraw`   | takes one off that was published, with a question first      |
 *
 * Only a session's cookie lets in, and what changes something needs the page's own Origin. Both are looked at before anything
 * of the body is read.
 */
export interface PublishPagesDeps {
  readonly door: Pick<SiteDoor, 'isPrivate' | 'signedIn'>;
  readonly publishing: Publishing;
  readonly catalogue: Pick<SiteCatalogue, 'find'>;
  /** Whether pages are served at this moment. */
  readonly isOn: () => boolean;
}

/** One .torrent file of the greatest length, the choice of groups, and what stands around both. */
const MAX_FORM_BYTES = MAX_TORRENT_BYTES + 64 * KIB;

interface Exchange extends PageExchange {
  readonly person: Person;
}
type Answer = (exchange: Exchange) => FastifyReply | Promise<FastifyReply>;

export function createPublishPages({ door, publishing, catalogue, isOn }: PublishPagesDeps): SitePart {
  /** Undefined for who may publish; otherwise they were answered. */
  function turnAway(exchange: PageExchange): FastifyReply | undefined {
    const { request, reply } = exchange;
    if (!isOn() || !door.isPrivate()) return say(exchange, { status: 404, title: 'publish', words: 'publishNotHere' });
    const person = door.signedIn(request);
    if (person === undefined) return reply.redirect('/sign-in', 303);
    if (publishing.mayPublish(person)) return undefined;
    return say(exchange, { status: 403, title: 'publish', words: 'publishRefused', person });
  }

  function say(exchange: PageExchange, { status, title, words, person }: Saying): FastifyReply {
    exchange.reply.code(status);
    return sendPage(exchange, (page) => ({
      title: page.text(title),
      corner: cornerOf({ person }, page, publishing),
      body: html`<h1>${page.text(title)}</h1><p>${page.text(words)}</p><p><a href="/">${page.text('back')}</a></p>`,
    }));
  }

  function sendForm(exchange: Exchange, chosen: readonly number[] = [], problem?: ProblemOf): FastifyReply {
    const { person } = exchange;
    return sendPage(exchange, (page) => ({
      title: page.text('publish'),
      corner: cornerOf({ person }, page, publishing),
      body: publishBody({ groups: publishing.groupsFor(person), chosen, problem: problem?.(page) }, page),
    }));
  }

  async function publish(exchange: Exchange): Promise<FastifyReply> {
    const { request, reply, person } = exchange;
    const form = await formOf(request);
    const bytes = await form?.file('torrent');
    const groups = form?.texts('group').map(Number) ?? [];
    if (bytes === undefined) return sendForm({ ...exchange, reply: reply.code(400) }, groups, plain('noFile'));
    if (bytes.length > MAX_TORRENT_BYTES) return sendTooLarge(exchange);
    const published = await publishing.publish({ bytes, groups }, person);
    if (published.kind === 'published') return reply.redirect(`/torrents/${published.infoHash}`, 303);
    const { status, problem } = refusalOf(published);
    return sendForm({ ...exchange, reply: reply.code(status) }, groups, problem);
  }

  function sendTooLarge(exchange: Exchange): FastifyReply {
    exchange.reply.code(413);
    return sendForm(exchange, [], (page) => html`${page.text('tooLarge', page.pieceBytes(MAX_TORRENT_BYTES))}`);
  }

  function refusalOf(published: Exclude<Published, { kind: 'published' }>): Refused {
    if (published.kind !== 'there') return REFUSALS[published.kind];
    const { infoHash } = published;
    const link = (page: PageLocale) => html`<a href="/torrents/${infoHash}">${page.text('thereShow')}</a>`;
    return { status: 409, problem: (page) => html`${page.text('there')} ${link(page)}` };
  }

  function askToWithdraw(exchange: Exchange): FastifyReply {
    const infoHash = withdrawableOf(exchange);
    if (typeof infoHash !== 'string') return infoHash;
    const { person } = exchange;
    const name = catalogue.find(infoHash, { person })?.name ?? infoHash;
    return sendPage(exchange, (page) => ({
      title: page.text('takeOff'),
      corner: cornerOf({ person }, page, publishing),
      body: withdrawBody({ infoHash, name }, page),
    }));
  }

  async function withdraw(exchange: Exchange): Promise<FastifyReply> {
    const infoHash = withdrawableOf(exchange);
    if (typeof infoHash !== 'string') return infoHash;
    await publishing.withdraw(infoHash, exchange.person);
    return exchange.reply.redirect('/', 303);
  }

  /** The torrent, or the answer to who may not take it off. */
  function withdrawableOf(exchange: Exchange): InfoHash | FastifyReply {
    const { request, person } = exchange;
    const infoHash = parseInfoHash((request.params as { readonly infoHash?: string }).infoHash ?? '');
    if (infoHash === undefined || catalogue.find(infoHash, { person }) === undefined) {
      return say(exchange, { status: 404, title: 'takeOff', words: 'noTorrent', person });
    }
    if (publishing.withdrawable(infoHash, person) !== undefined) return infoHash;
    return say(exchange, { status: 403, title: 'takeOff', words: 'takeOffRefused', person });
  }

  return (app) => {
    const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      const foreign = request.method === 'POST' ? refuseForeignOrigin(request.headers) : undefined;
      if (foreign === undefined) return turnAway({ request, reply });
      return reply.code(foreign.status).type('text/plain; charset=utf-8').send(`${foreign.reason}\n`);
    };
    /** Asked again: a form may have been long on its way. */
    const forPublishers = (answer: Answer) => (request: FastifyRequest, reply: FastifyReply) => {
      const person = door.signedIn(request);
      if (person === undefined || !publishing.mayPublish(person)) return turnAway({ request, reply }) ?? reply;
      return answer({ request, reply, person });
    };

    // The kind of body that carries files is read on these pages alone.
    app.register(async (pages) => {
      pages.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
      pages.get('/publish', { onRequest }, forPublishers(sendForm));
      pages.post('/publish', { onRequest, bodyLimit: MAX_FORM_BYTES, errorHandler: onError }, forPublishers(publish));
      pages.get('/torrents/:infoHash/withdraw', { onRequest }, forPublishers(askToWithdraw));
      pages.post('/torrents/:infoHash/withdraw', { onRequest }, forPublishers(withdraw));

      function onError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
        if (error.statusCode !== 413) throw error;
        void forPublishers(sendTooLarge)(request, reply);
      }
    });
  };
}

interface Saying {
  readonly status: 403 | 404;
  readonly title: PageText;
  readonly words: PageText;
  readonly person?: Person | undefined;
}

type ProblemOf = (page: PageLocale) => Markup;
interface Refused {
  readonly status: 400 | 403 | 409;
  readonly problem: ProblemOf;
}

function plain(key: PageText): ProblemOf {
  return (page) => html`${page.text(key)}`;
}

const REFUSALS: Readonly<Record<Exclude<Published['kind'], 'published' | 'there'>, Refused>> = {
  hidden: { status: 409, problem: plain('hidden') },
  blocked: { status: 403, problem: plain('blocked') },
  'bad-torrent': { status: 400, problem: plain('badTorrent') },
  'bad-group': { status: 409, problem: plain('badGroup') },
  'group-full': { status: 409, problem: plain('groupFull') },
  'list-full': { status: 409, problem: plain('listFull') },
  'files-full': { status: 409, problem: plain('filesFull') },
};

async function formOf({ body, headers }: FastifyRequest): Promise<MultipartForm | undefined> {
  return Buffer.isBuffer(body) ? readMultipart(body, headers['content-type'] ?? '') : undefined;
}
