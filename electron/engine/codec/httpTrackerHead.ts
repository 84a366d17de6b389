import { latin1Text } from './latin1.ts';
import { passkeyOf } from './passkey.ts';

/**
 * The head of an HTTP/1 request (RFC 9112), as far as an announce needs it: which of the tracker's two paths it names,
 * its query, and whether the connection stays open.
 */

export interface RequestHead {
  readonly method: string;
  readonly path: 'announce' | 'scrape';
  /** What stands behind the `?`, one character a byte. */
  readonly query: string;
  /** Of path or query; empty when there is none. */
  readonly passkey: string;
  /** The lines behind the request line, as they came. */
  readonly headers: string;
  /** Whether more of the request follows its head. Nobody here reads it. */
  readonly hasBody: boolean;
  /** HTTP/1.1 that does not refuse it, or HTTP/1.0 that asks for it, and no body that would have to be skipped. */
  readonly keepAlive: boolean;
  /** Length of the head with its blank line; a pipelined request starts there. */
  readonly headBytes: number;
}

/**
 * What the first bytes of a connection are:
 * - `incomplete`: too few to tell, or a request for the tracker whose end is still to come
 * - `other`: a request for someone else; said as early as possible, so that it can be handed on unread
 * - `malformed`: names one of the tracker's paths in a line that is not HTTP/1
 */
export type HeadReading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'request'; readonly head: RequestHead };

/** Long enough for the longest method and path, with a passkey in it, and what must follow them. */
const TELLING_BYTES = 160;
const FOR_TRACKER = /^([A-Z]{1,10}) ((?:\/[0-9A-Za-z]{16,64})?\/(announce|scrape)(?:\/[0-9A-Za-z]{16,64})?)(?=[? ])/;
/** The same with a whole URL, as it is sent to a proxy and has to be understood by everybody (RFC 9112 section 3.2.2). */
const ABSOLUTE =
  /^([A-Z]{1,10}) https?:\/\/[0-9A-Za-z.:[\]_-]{1,255}((?:\/[0-9A-Za-z]{16,64})?\/(announce|scrape)(?:\/[0-9A-Za-z]{16,64})?)(?=[? ])/;
const MAYBE_ABSOLUTE = /^[A-Z]{1,10} h/;
const COULD_BE_ABSOLUTE =
  /^[A-Z]{1,10} h(?:t(?:t(?:ps?(?::\/?|:\/\/[0-9A-Za-z.:[\]_-]{0,255}(?:\/[0-9A-Za-z]{0,64}){0,2})?)?)?)?$/;
const ABSOLUTE_TELLING_BYTES = 420;
/** The beginning of what could still become one of those. */
const COULD_BE = /^(?:[A-Z]{0,10}|[A-Z]{1,10} (?:\/[0-9A-Za-z]{0,64}){0,2})$/;
const SCRAPE_OR_ANNOUNCE_CHARS = '/announce'.length;
const VERSION = / HTTP\/1\.([01])\r?$/;
const CONNECTION = /\nconnection:([^\r\n]*)/i;
const BODY = /\n(?:content-length:[ \t]*0*[1-9]|transfer-encoding:)/i;

/** Reads the first request in what a connection received so far. */
export function readRequestHead(received: Uint8Array): HeadReading {
  const start = latin1Text(received, 0, TELLING_BYTES);
  const match = FOR_TRACKER.exec(start) ?? matchAbsolute(start, received);
  if (match === null) {
    return { kind: couldBe(start, received) ? 'incomplete' : 'other' };
  }
  const headBytes = endOfHead(received);
  if (headBytes < 0) return { kind: 'incomplete' };
  const [methodAndPath, method = '', path = '', what] = match;
  const rest = latin1Text(received, methodAndPath.length, headBytes);
  const lineEnd = rest.indexOf('\n');
  const line = rest.slice(0, lineEnd);
  const version = VERSION.exec(line);
  if (version === null) return { kind: 'malformed', message: 'the request line is not one of HTTP/1.0 or HTTP/1.1' };
  const headers = rest.slice(lineEnd);
  const query = line.slice(1, version.index);
  const hasBody = BODY.test(headers);
  return {
    kind: 'request',
    head: {
      method,
      path: what === 'scrape' ? 'scrape' : 'announce',
      query,
      passkey:
        path.length > SCRAPE_OR_ANNOUNCE_CHARS || query.includes('passkey=') ? passkeyOf(`${path}?${query}`) : '',
      headers,
      hasBody,
      keepAlive: !hasBody && staysOpen(headers, version[1] === '1'),
      headBytes,
    },
  };
}

function matchAbsolute(start: string, received: Uint8Array): RegExpExecArray | null {
  return MAYBE_ABSOLUTE.test(start) ? ABSOLUTE.exec(latin1Text(received, 0, ABSOLUTE_TELLING_BYTES)) : null;
}

function couldBe(start: string, received: Uint8Array): boolean {
  if (COULD_BE.test(start)) return true;
  return MAYBE_ABSOLUTE.test(start) && COULD_BE_ABSOLUTE.test(latin1Text(received, 0, ABSOLUTE_TELLING_BYTES));
}

/** Just behind the blank line, or -1. Some clients of old end lines with LF alone. */
function endOfHead(received: Uint8Array): number {
  const bytes = Buffer.from(received.buffer, received.byteOffset, received.byteLength);
  const crlf = bytes.indexOf('\r\n\r\n', 0, 'latin1');
  if (crlf >= 0) return crlf + 4;
  const lf = bytes.indexOf('\n\n', 0, 'latin1');
  return lf < 0 ? -1 : lf + 2;
}

function staysOpen(headers: string, isHttp11: boolean): boolean {
  const options = CONNECTION.exec(headers)?.[1]?.toLowerCase() ?? '';
  if (options.includes('close')) return false;
  return isHttp11 || options.includes('keep-alive');
}
