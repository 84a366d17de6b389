import { failure, type Result, success } from '../../../shared/result.ts';
import { latin1Text } from './latin1.ts';

/**
 * The head of an HTTP/1 request (RFC 9112), as far as an announce needs it: which of the tracker's two paths it names,
 * where its query stands, and whether the connection stays open.
 */

export type TrackerPath = 'announce' | 'scrape';

export interface RequestHead {
  readonly method: string;
  readonly path: TrackerPath;
  /** The query without its `?`: a view into the head. */
  readonly query: Uint8Array;
  /** HTTP/1.1 that does not refuse it, or HTTP/1.0 that asks for it, and no body that would have to be skipped. */
  readonly keepAlive: boolean;
  /** Length of the head with its blank line; a pipelined request starts there. */
  readonly headBytes: number;
}

export interface RequestHeadError {
  readonly code: 'incomplete' | 'bad-request-line';
  readonly message: string;
}

/** What the first bytes of a connection are: for the tracker, for someone else, or too few to tell. */
export type Addressee = 'tracker' | 'other' | 'unknown';

const LF = 0x0a;
const SPACE = 0x20;
const QUESTION_MARK = 0x3f;
/** Long enough for the longest method and path, and what must follow them. */
const TELLING_BYTES = 24;
const FOR_TRACKER = /^[A-Z]{1,10} \/(?:announce|scrape)[? ]/;
const REQUEST_LINE_START = /^([A-Z]{1,10}) \/(announce|scrape)(?=[? ])/;
const VERSION = /^ HTTP\/1\.([01])\r?$/;
const CONNECTION = /\nconnection:([^\r\n]*)/;
const BODY = /\n(?:content-length:[ \t]*0*[1-9]|transfer-encoding:)/;

/** Tells as soon as it can, so that other requests can be handed on unread. */
export function addresseeOf(received: Uint8Array): Addressee {
  const start = latin1Text(received.subarray(0, TELLING_BYTES));
  if (FOR_TRACKER.test(start)) return 'tracker';
  return received.length >= TELLING_BYTES || start.includes('\n') ? 'other' : 'unknown';
}

/** Reads the first request in `received`, which `addresseeOf` called the tracker's. */
export function parseRequestHead(received: Uint8Array): Result<RequestHead, RequestHeadError> {
  const bytes = Buffer.from(received.buffer, received.byteOffset, received.byteLength);
  const headBytes = endOfHead(bytes);
  if (headBytes < 0) return failure({ code: 'incomplete', message: 'the blank line after the headers is still to come' });
  const lineEnd = bytes.indexOf(LF);
  const start = REQUEST_LINE_START.exec(latin1Text(bytes.subarray(0, Math.min(lineEnd, TELLING_BYTES))));
  const targetEnd = bytes.lastIndexOf(SPACE, lineEnd);
  const version = VERSION.exec(latin1Text(bytes.subarray(targetEnd, lineEnd)));
  const pathEnd = start?.[0].length ?? 0;
  if (start === null || version === null || targetEnd < pathEnd) {
    return failure({ code: 'bad-request-line', message: 'the request line is not one of HTTP/1.0 or HTTP/1.1' });
  }
  const headers = latin1Text(bytes.subarray(lineEnd, headBytes)).toLowerCase();
  return success({
    method: start[1] ?? '',
    path: start[2] === 'scrape' ? 'scrape' : 'announce',
    query: bytes.subarray(bytes[pathEnd] === QUESTION_MARK ? pathEnd + 1 : pathEnd, targetEnd),
    keepAlive: staysOpen(headers, version[1] === '1') && !BODY.test(headers),
    headBytes,
  });
}

/** Just behind the blank line, or -1. Some clients of old end lines with LF alone. */
function endOfHead(bytes: Buffer): number {
  const crlf = bytes.indexOf('\r\n\r\n', 0, 'latin1');
  const lf = bytes.indexOf('\n\n', 0, 'latin1');
  if (crlf < 0) return lf < 0 ? -1 : lf + 2;
  return lf >= 0 && lf < crlf ? lf + 2 : crlf + 4;
}

function staysOpen(headers: string, isHttp11: boolean): boolean {
  const options = CONNECTION.exec(headers)?.[1] ?? '';
  if (options.includes('close')) return false;
  return isHttp11 || options.includes('keep-alive');
}
