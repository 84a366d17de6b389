import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../ports.ts';

/** What the site at the tracker's port is made of. */
export interface SiteContent {
  readonly logger: Logger;
  /** Other names of this computer, in lower case, under which a browser may ask for it. */
  readonly names: () => readonly string[];
  /** What is served, each with routes of its own. */
  readonly parts: readonly SitePart[];
}

/** Adds routes to the site. */
export type SitePart = (app: FastifyInstance, exchanges: Exchanges) => void;

/** How long requests may take. Each begins with half a minute. */
export interface Exchanges {
  /** Gives the request's connection so much time from now; it is cut off then. */
  renew(request: { readonly socket: Socket }, timeoutMs: number): void;
  /** When the site stops. */
  readonly signal: AbortSignal;
}
