import type { FastifyReply, FastifyRequest } from 'fastify';
import { layOutPage, type Page } from './layout.ts';
import { createPageLocale, type PageLocale } from './pageLocale.ts';

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

export interface PageExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers with a page in the reader's language. */
export function sendPage({ request, reply }: PageExchange, make: (page: PageLocale) => Page): FastifyReply {
  const page = createPageLocale(request.headers['accept-language']);
  reply.headers({
    'Content-Security-Policy': PAGE_POLICY,
    // With `no-referrer`, forms would be sent with the Origin `null`, as if from anywhere.
    'Referrer-Policy': 'same-origin',
    'Content-Language': page.locale,
    Vary: 'Accept-Language',
  });
  return reply.type('text/html; charset=utf-8').send(layOutPage(make(page), page));
}
