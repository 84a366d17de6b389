import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parseIpAddress } from '../codec/ipAddress.ts';

/**
 * Tells our own pages and programs from other sites. Every web page a person opens can send requests to loopback and to the
 * network, and a page whose name was rebound to one of our addresses counts as same-origin for its browser. An IP literal
 * cannot be rebound, and neither can a name that only this computer bears; so these pass as Host and nothing else does.
 */
export interface OwnSite {
  readonly port: number;
  /** The address of ours that the connection came in on. */
  readonly localAddress: string;
  /** This computer's own names, in lower case. */
  readonly names: readonly string[];
}

export interface Refusal {
  readonly status: 400 | 401 | 403;
  readonly reason: string;
}

export function siteOf({ socket }: IncomingMessage, names: readonly string[]): OwnSite {
  return { port: socket.localPort ?? 0, localAddress: socket.localAddress ?? '', names };
}

/** `ada`, `ada.local`; for `ada.example.org` also `ada` and `ada.local`. */
export function ownNames(hostName: string): readonly string[] {
  const name = hostName.toLowerCase();
  const [first = ''] = name.split('.');
  return /^[a-z0-9.-]+$/.test(name) && first !== '' ? [...new Set([name, first, `${first}.local`])] : [];
}

/** Undefined when the Host and Origin headers name this server (or Origin is absent, as from any program but a browser). */
export function refuseForeignSite(headers: IncomingHttpHeaders, site: OwnSite): Refusal | undefined {
  const host = headers.host?.toLowerCase();
  if (host === undefined) return { status: 400, reason: 'a Host header is needed' };
  if (!isOwnHost(host, site)) return { status: 403, reason: 'this host name is not served here' };
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) return FOREIGN_PAGE;
  return undefined;
}

/**
 * Undefined for a request that a page of this site made by itself: what changes something, and the WebSocket. A browser says
 * so in Origin, and where it knows Fetch Metadata (over loopback, and where the network counts as safe) in that as well.
 */
export function refuseForeignPage(headers: IncomingHttpHeaders, site: OwnSite): Refusal | undefined {
  const fetchSite = headers['sec-fetch-site'];
  if (headers.origin === undefined || (fetchSite !== undefined && fetchSite !== 'same-origin')) return FOREIGN_PAGE;
  return refuseForeignSite(headers, site);
}

const FOREIGN_PAGE: Refusal = { status: 403, reason: 'web pages of other sites may not connect' };

export function isOverLoopback({ localAddress }: OwnSite): boolean {
  return parseIpAddress(localAddress)?.scope === 'loopback';
}

function isOwnHost(host: string, { port, localAddress, names }: OwnSite): boolean {
  // A browser leaves out the web's own port.
  const [, literal, name, givenPort = '80'] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (givenPort !== String(port)) return false;
  const local = parseIpAddress(localAddress);
  const given = parseIpAddress(literal ?? name ?? '');
  if (given !== undefined) {
    return given.text === local?.text || (given.scope === 'loopback' && local?.scope === 'loopback');
  }
  return name !== undefined && (name === 'localhost' || names.includes(name));
}
