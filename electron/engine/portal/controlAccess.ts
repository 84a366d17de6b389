import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may talk to the control server. Every web page a person opens can send requests to loopback, and a page whose name was
 * rebound to 127.0.0.1 counts as same-origin for its browser; so besides the secret the Host and Origin headers must be ours.
 */

export interface Refusal {
  readonly status: 400 | 401 | 403;
  readonly reason: string;
}

export interface AccessRules {
  readonly port: number;
  readonly secret: string;
}

/** Undefined when the Host and Origin headers name this server (or Origin is absent, as from any program but a browser). */
export function refuseForeignSite(headers: IncomingHttpHeaders, port: number): Refusal | undefined {
  const ownHosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const host = headers.host?.toLowerCase();
  if (host === undefined) return { status: 400, reason: 'a Host header is needed' };
  if (!ownHosts.includes(host)) return { status: 403, reason: 'this host name is not served here' };
  const origin = headers.origin?.toLowerCase();
  if (origin !== undefined && !ownHosts.some((own) => origin === `http://${own}`)) {
    return { status: 403, reason: 'web pages of other sites may not connect' };
  }
  return undefined;
}

/** Undefined when the request comes from one of our own sites or programs and carries the secret. */
export function refuseConnection(headers: IncomingHttpHeaders, rules: AccessRules): Refusal | undefined {
  const foreign = refuseForeignSite(headers, rules.port);
  if (foreign !== undefined) return foreign;
  const [scheme, given] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || given === undefined || !sameSecret(given, rules.secret)) {
    return { status: 401, reason: 'the secret from control.json is needed' };
  }
  return undefined;
}

/** Compares digests, so that neither the length nor the first wrong character can be read from the time taken. */
function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
