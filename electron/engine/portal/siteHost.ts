import type { IncomingHttpHeaders } from 'node:http';
import { parseIpAddress } from '../codec/ipAddress.ts';
import type { Refusal } from './ownSite.ts';

/**
 * Which Host and Origin the tracker's site answers to. A web page elsewhere that had its name rebound to one of our addresses
 * counts as same-origin for its browser, but the browser still says that name in Host. So a name has to be one of ours. An IP
 * literal cannot be rebound and passes whatever it is: a router or a container may have put another one before us.
 */

/** Undefined for a Host that may be answered. Without a Host it is no browser, and so nobody who could be misled. */
export function refuseForeignHost(
  headers: Pick<IncomingHttpHeaders, 'host'>,
  names: readonly string[],
): Refusal | undefined {
  const host = headers.host?.toLowerCase();
  if (host === undefined || host === '') return undefined;
  const [, literal, name] = HOST.exec(host) ?? [];
  if (literal !== undefined && parseIpAddress(literal) !== undefined) return undefined;
  if (name === undefined) return BAD_HOST;
  const isOurs = parseIpAddress(name) !== undefined || name === 'localhost' || names.includes(name);
  return isOurs ? undefined : FOREIGN_HOST;
}

/**
 * Undefined for a request that changes something and that a page of this site made. Browsers send Origin with each of those;
 * a program that sends none has no cookie that a stranger's page could make it show.
 */
export function refuseForeignOrigin({ host, origin, ...headers }: IncomingHttpHeaders): Refusal | undefined {
  const fetchSite = headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return FOREIGN_PAGE;
  if (origin === undefined) return fetchSite === undefined ? FOREIGN_PAGE : undefined;
  return /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, '').toLowerCase() === host?.toLowerCase()
    ? undefined
    : FOREIGN_PAGE;
}

/** `http://10.0.0.5:6969` for a Host that was not refused; the address that the client reached, for one without a Host. */
export function originOf(headers: Pick<IncomingHttpHeaders, 'host'>, local: { address: string; port: number }): string {
  const host = headers.host?.toLowerCase() ?? '';
  if (HOST.test(host)) return `http://${host}`;
  return `http://${local.address.includes(':') ? `[${local.address}]` : local.address}:${local.port}`;
}

const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::\d{1,5})?$/;

const BAD_HOST: Refusal = { status: 400, reason: 'the Host header makes no sense' };
const FOREIGN_HOST: Refusal = {
  status: 403,
  reason:
    'this host name is not served here; if it is one of this computer’s, name it in the setting "portalNames" (--portal-name)',
};
const FOREIGN_PAGE: Refusal = { status: 403, reason: 'web pages of other sites may not do this' };
