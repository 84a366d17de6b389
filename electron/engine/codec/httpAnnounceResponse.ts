import { asciiBytes } from './asciiBytes.ts';

/**
 * The response to an announce that was granted, with compact peers (BEP 23, BEP 7), written by hand into memory that is there
 * already: every announce over HTTP pays for it. Its dictionary is described in httpTrackerReply.ts.
 */

/** Compact peers that are copied to where they belong. */
export interface CompactSource {
  /** Bytes that `copyTo` copies. */
  compactBytes(): number;
  /** Copies them to `target` and returns how many bytes they were. */
  copyTo(target: Uint8Array, at: number, maxBytes: number): number;
}

export interface AnnounceFigures {
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number | undefined;
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
  readonly ipv4: CompactSource;
  readonly ipv6: CompactSource;
}

/** Above what the response has besides its peers. */
export const RESPONSE_OVERHEAD_BYTES = 512;

const COMPLETE = asciiBytes('d8:completei');
const DOWNLOADED = asciiBytes('e10:downloadedi');
const END = asciiBytes('e');
const EXTERNAL_IP = asciiBytes('11:external ip');
const COLON = asciiBytes(':');
const INCOMPLETE = asciiBytes('10:incompletei');
const INTERVAL = asciiBytes('e8:intervali');
const MIN_INTERVAL = asciiBytes('12:min intervali');
const PEERS = asciiBytes('5:peers');
const PEERS6 = asciiBytes('6:peers6');
const HEAD = asciiBytes('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ');
const KEEP_ALIVE = asciiBytes('\r\nConnection: keep-alive\r\n\r\n');
const CLOSE = asciiBytes('\r\nConnection: close\r\n\r\n');

export interface AnnounceResponse {
  readonly figures: AnnounceFigures;
  /** 4 or 16 bytes: the requester's own address. */
  readonly externalIp: Uint8Array | undefined;
}

/** Writes the dictionary at `start` and returns where it ends. */
export function writeAnnounceBody(
  target: Uint8Array,
  start: number,
  { figures, externalIp }: AnnounceResponse,
): number {
  const { minIntervalSeconds, ipv4, ipv6 } = figures;
  let at = put(target, start, COMPLETE);
  at = putNumber(target, at, figures.seeders);
  at = put(target, at, DOWNLOADED);
  at = putNumber(target, at, figures.completed);
  at = put(target, at, END);
  if (externalIp !== undefined) {
    at = put(target, at, EXTERNAL_IP);
    at = putNumber(target, at, externalIp.length);
    at = put(target, at, COLON);
    at = put(target, at, externalIp);
  }
  at = put(target, at, INCOMPLETE);
  at = putNumber(target, at, figures.leechers);
  at = put(target, at, INTERVAL);
  at = putNumber(target, at, figures.intervalSeconds);
  at = put(target, at, END);
  if (minIntervalSeconds !== undefined) {
    at = put(target, at, MIN_INTERVAL);
    at = putNumber(target, at, minIntervalSeconds);
    at = put(target, at, END);
  }
  at = putPeers(target, put(target, at, PEERS), ipv4);
  if (ipv6.compactBytes() > 0) at = putPeers(target, put(target, at, PEERS6), ipv6);
  return put(target, at, END);
}

/** Writes the head of a response with a body of so many bytes at `start`, and returns where it ends. */
export function writeOkHead(
  target: Uint8Array,
  start: number,
  { bodyBytes, keepAlive }: { readonly bodyBytes: number; readonly keepAlive: boolean },
): number {
  const at = putNumber(target, put(target, start, HEAD), bodyBytes);
  return put(target, at, keepAlive ? KEEP_ALIVE : CLOSE);
}

/** Of a head for a body with so many bytes. */
export function okHeadBytes({ bodyBytes, keepAlive }: { bodyBytes: number; keepAlive: boolean }): number {
  return HEAD.length + digitsOf(bodyBytes) + (keepAlive ? KEEP_ALIVE : CLOSE).length;
}

function putPeers(target: Uint8Array, start: number, source: CompactSource): number {
  const at = put(target, putNumber(target, start, source.compactBytes()), COLON);
  return at + source.copyTo(target, at, target.length - at);
}

function put(target: Uint8Array, at: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) target[at + i] = bytes[i] ?? 0;
  return at + bytes.length;
}

/** A whole number from 0 to Number.MAX_SAFE_INTEGER, in decimal digits. */
function putNumber(target: Uint8Array, at: number, number: number): number {
  const end = at + digitsOf(number);
  let rest = number;
  for (let digit = end - 1; digit >= at; digit--) {
    const tenth = Math.floor(rest / 10);
    target[digit] = 0x30 + (rest - tenth * 10);
    rest = tenth;
  }
  return end;
}

function digitsOf(number: number): number {
  let digits = 1;
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) digits++;
  return digits;
}
