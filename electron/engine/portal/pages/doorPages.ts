import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseIpAddress } from '../../codec/ipAddress.ts';
import { asGranaryError } from '../../errors.ts';
import type { People } from '../../people/people.ts';
import { type Person, stateOf } from '../../people/person.ts';
import type { Clock, Logger } from '../../ports.ts';
import { createLoginDelay } from '../loginDelay.ts';
import { plainAddress } from '../plainAddress.ts';
import type { SiteDoor } from '../siteDoor.ts';
import { refuseForeignOrigin } from '../siteHost.ts';
import type { SitePart } from '../sitePart.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';
import type { PageText } from './pageTexts.ts';
import { sendPage } from './sendPage.ts';

/**
 * The way into a private tracker's site:
 *
 * | Address                  | What                                                        |
 * |--------------------------|-------------------------------------------------------------|
 * | `GET, POST /sign-in`     | `name`, `password`                                          |
 * | `POST /sign-out`         |                                                             |
 * | `GET, POST /join/CODE`   | takes up an invitation: `name`, `password`, `again`           |
 *
 * Forms work without scripts. What changes something needs the page's own Origin; tries at passwords are slowed.
 */
export interface DoorPagesDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly door: SiteDoor;
  readonly people: Pick<People, 'signIn' | 'register' | 'provedAt' | 'invitations'>;
}

const MAX_FORM_BYTES = 4096;

type Form = Readonly<Record<string, string>>;
interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export function createDoorPages({ clock, logger, door, people }: DoorPagesDeps): SitePart {
  const delay = createLoginDelay(clock);

  async function signIn({ request, reply }: Exchange): Promise<FastifyReply> {
    const { name = '', password = '' } = formOf(request);
    const address = plainAddress(request.socket.remoteAddress);
    const wait = delay.begin(address);
    if (wait > 0) return tooManyTries({ request, reply }, wait, (page, problem) => signInBody(page, name, problem));
    const person = await people.signIn(name, password);
    if (person === undefined) return again({ request, reply: reply.code(401) }, 'wrongPassword', name);
    delay.succeeded(address);
    const state = stateOf(person, clock.now());
    if (state !== 'active') {
      return again({ request, reply: reply.code(403) }, state === 'waiting' ? 'waiting' : 'notActive', name);
    }
    return welcome({ request, reply }, person);
  }

  function again(exchange: Exchange, problem: PageText, name: string): FastifyReply {
    return sendPage(exchange, (page) => ({
      title: page.text('signIn'),
      body: signInBody(page, name, page.text(problem)),
    }));
  }

  function tooManyTries(
    exchange: Exchange,
    wait: number,
    body: (page: PageLocale, problem: string) => Markup,
  ): FastifyReply {
    exchange.reply.code(429).header('Retry-After', String(wait));
    return sendPage(exchange, (page) => ({
      title: page.text('signIn'),
      body: body(page, page.text('tooManyTries', page.count(wait))),
    }));
  }

  function welcome({ request, reply }: Exchange, person: Person): FastifyReply {
    const address = parseIpAddress(plainAddress(request.socket.remoteAddress));
    if (address !== undefined) people.provedAt(person, address);
    return reply.header('Set-Cookie', door.letIn(person)).redirect('/', 303);
  }

  async function join({ request, reply }: Exchange): Promise<FastifyReply> {
    const { name = '', password = '', again: repeated = '' } = formOf(request);
    const code = codeOf(request);
    const wait = delay.begin(plainAddress(request.socket.remoteAddress));
    const body = (page: PageLocale, problem: string) => joinBody(page, { code, name, problem });
    if (wait > 0) return tooManyTries({ request, reply }, wait, body);
    const problem =
      password === repeated ? await register({ request, reply }, { code, name, password }) : 'twoPasswords';
    if (typeof problem !== 'string') return problem;
    reply.code(400);
    return sendPage({ request, reply }, (page) => ({ title: page.text('join'), body: body(page, page.text(problem)) }));
  }

  async function register(
    exchange: Exchange,
    draft: { readonly code: string; readonly name: string; readonly password: string },
  ): Promise<PageText | FastifyReply> {
    const from = plainAddress(exchange.request.socket.remoteAddress);
    const address = parseIpAddress(from);
    if (address === undefined) return 'badRegistration';
    try {
      const person = await people.register({ ...draft, address });
      delay.succeeded(from);
      if (stateOf(person, clock.now()) === 'active') return welcome(exchange, person);
      return sendPage(exchange, (page) => ({
        title: page.text('join'),
        body: html`<div class="card"><h1>${page.text('join')}</h1><p>${page.text('waiting')}</p></div>`,
      }));
    } catch (thrown) {
      const { code } = asGranaryError(thrown);
      if (code === 'name-taken') return 'nameTaken';
      if (code === 'invitation-unknown') return 'badInvitation';
      if (code === 'bad-input') return 'badRegistration';
      logger.log('error', 'a registration failed', { cause: thrown });
      throw thrown;
    }
  }

  function showJoin({ request, reply }: Exchange): FastifyReply {
    const code = codeOf(request);
    const isGood = people.invitations.find(code) !== undefined;
    if (!isGood) reply.code(404);
    return sendPage({ request, reply }, (page) => ({
      title: page.text('join'),
      body: isGood ? joinBody(page, { code, name: '', problem: undefined }) : notInvited(page),
    }));
  }

  return (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
      (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      const foreign = refuseForeignOrigin(request.headers);
      if (foreign === undefined) return undefined;
      return reply.code(foreign.status).type('text/plain; charset=utf-8').send(`${foreign.reason}\n`);
    };
    app.get('/sign-in', (request, reply) => {
      if (door.visitorOf(request) !== undefined) return reply.redirect('/', 303);
      return sendPage({ request, reply }, (page) => ({ title: page.text('signIn'), body: signInBody(page, '') }));
    });
    app.post('/sign-in', { onRequest }, (request, reply) => signIn({ request, reply }));
    app.post('/sign-out', { onRequest }, (request, reply) =>
      reply.header('Set-Cookie', door.letOut(request)).redirect('/sign-in', 303),
    );
    app.get('/join/:code', (request, reply) => showJoin({ request, reply }));
    app.post('/join/:code', { onRequest }, (request, reply) => join({ request, reply }));
  };
}

function formOf({ body }: FastifyRequest): Form {
  return typeof body === 'object' && body !== null ? (body as Form) : {};
}

function codeOf({ params }: FastifyRequest): string {
  return (params as { readonly code?: string }).code ?? '';
}

function signInBody(page: PageLocale, name: string, problem?: string): Markup {
  return html`<div class="card"><h1>${page.text('signIn')}</h1>
<p class="muted">${page.text('signInWhat')}</p>${problemBox(problem)}
<form method="post" action="/sign-in">
${field({ label: page.text('personName'), name: 'name', type: 'text', autocomplete: 'username', value: name })}
${field({ label: page.text('password'), name: 'password', type: 'password', autocomplete: 'current-password' })}
<button class="main">${page.text('signIn')}</button></form></div>`;
}

function joinBody(
  page: PageLocale,
  { code, name, problem }: { readonly code: string; readonly name: string; readonly problem: string | undefined },
): Markup {
  return html`<div class="card"><h1>${page.text('join')}</h1>
<p class="muted">${page.text('joinWhat')}</p>${problemBox(problem)}
<form method="post" action="/join/${encodeURIComponent(code)}">
${field({ label: page.text('personName'), name: 'name', type: 'text', autocomplete: 'username', value: name })}
${field({ label: page.text('password'), name: 'password', type: 'password', autocomplete: 'new-password' })}
${field({ label: page.text('passwordAgain'), name: 'again', type: 'password', autocomplete: 'new-password' })}
<button class="main">${page.text('join')}</button></form></div>`;
}

function notInvited(page: PageLocale): Markup {
  return html`<div class="card"><h1>${page.text('join')}</h1><p>${page.text('badInvitation')}</p></div>`;
}

function problemBox(problem: string | undefined): Markup | undefined {
  return problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`;
}

interface Field {
  readonly label: string;
  readonly name: string;
  readonly type: 'text' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
}

function field({ label, name, type, autocomplete, value = '' }: Field): Markup {
  return html`<label>${label}<input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required maxlength="256"></label>`;
}
