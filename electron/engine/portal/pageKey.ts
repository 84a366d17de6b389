import type { IncomingHttpHeaders } from 'node:http';

/**
 * How a page shows the key of its session, beside the cookie: fetches in a header, the WebSocket (whose headers a page cannot
 * choose) among the subprotocols that it offers. A browser sends neither by itself.
 */
export const KEY_HEADER = 'granary-key';
/** The subprotocol that is spoken, and the only one that is ever answered with. */
export const SUBPROTOCOL = 'granary';
const KEY_SUBPROTOCOL = 'granary.key.';

/** Empty when none was shown. */
export function keyOfFetch(headers: IncomingHttpHeaders): string {
  const key = headers[KEY_HEADER];
  return typeof key === 'string' ? key : '';
}

/** Empty when none was shown. */
export function keyOfUpgrade(headers: IncomingHttpHeaders): string {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(KEY_SUBPROTOCOL))?.slice(KEY_SUBPROTOCOL.length) ?? '';
}

/** What the server answers to the subprotocols offered: never one that holds a key. */
export function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(SUBPROTOCOL) && SUBPROTOCOL;
}
