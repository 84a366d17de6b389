import type { AnnounceEvent } from './announceEvent.ts';
import { asciiBytes, type ByteSpan, hexDigit, holdsInAnyCase, isText, isTextInAnyCase, isWord } from './asciiBytes.ts';

/**
 * Reads an announce as nearly every client sends it, from its bytes and into an object that its owner uses again: a whole
 * request without a body for `/announce`, over HTTP/1.1, with the parameters of BEP 3 and BEP 23 written plainly. For anything
 * else it says no, and then httpTrackerHead.ts and httpTracker.ts read it; what it accepts, it reads as they do.
 */
export interface PlainAnnounce {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  port: number;
  uploadedBytes: number;
  downloadedBytes: number;
  leftBytes: number;
  event: AnnounceEvent;
  /** Undefined when absent. */
  numWant: number | undefined;
  /** u32; 0 when absent. */
  key: number;
  /** Whether the connection stays open behind the answer. */
  keepAlive: boolean;
}

const HASH_BYTES = 20;
const MAX_PORT = 65_535;
/** So many digits are a safe integer, whatever they are. */
const MAX_DIGITS = 15;
const MAX_KEY_DIGITS = 8;

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const SPACE = 0x20;
const PERCENT = 0x25;
const PLUS = 0x2b;
const LF = 0x0a;
const CR = 0x0d;

const START = asciiBytes('GET /announce?');
const VERSION = asciiBytes(' HTTP/1.1\r\n');
const CONNECTION = asciiBytes('connection:');
const CONTENT_LENGTH = asciiBytes('content-length:');
const TRANSFER_ENCODING = asciiBytes('transfer-encoding:');
const CLOSE = asciiBytes('close');
const ONE = asciiBytes('1');

/** Of a parameter that is read; each may come once. */
const NAMES = {
  infoHash: asciiBytes('info_hash'),
  peerId: asciiBytes('peer_id'),
  port: asciiBytes('port'),
  uploaded: asciiBytes('uploaded'),
  downloaded: asciiBytes('downloaded'),
  left: asciiBytes('left'),
  event: asciiBytes('event'),
  numWant: asciiBytes('numwant'),
  key: asciiBytes('key'),
  compact: asciiBytes('compact'),
} as const;
/** What these change is left to others. */
const NOT_PLAIN = ['ip', 'ipv4', 'ipv6', 'passkey'].map(asciiBytes);
const EVENTS = (['started', 'stopped', 'completed', 'paused'] as const).map((event) => ({
  event,
  name: asciiBytes(event),
}));

const INFO_HASH = 1;
const PEER_ID = 2;
const PORT = 4;
const UPLOADED = 8;
const DOWNLOADED = 16;
const LEFT = 32;
const EVENT = 64;
const NUM_WANT = 128;
const KEY = 256;
const COMPACT = 512;
const NEEDED = INFO_HASH | PEER_ID | PORT | LEFT;

export function createPlainAnnounce(): PlainAnnounce {
  return {
    infoHash: new Uint8Array(HASH_BYTES),
    peerId: new Uint8Array(HASH_BYTES),
    port: 0,
    uploadedBytes: 0,
    downloadedBytes: 0,
    leftBytes: 0,
    event: 'none',
    numWant: undefined,
    key: 0,
    keepAlive: true,
  };
}

/** Whether `received` is one such request and nothing more. `into` means nothing if it is not. */
export function readPlainAnnounce(received: Uint8Array, into: PlainAnnounce): boolean {
  if (!isText(received, 0, START)) return false;
  into.uploadedBytes = 0;
  into.downloadedBytes = 0;
  into.event = 'none';
  into.numWant = undefined;
  into.key = 0;
  const queryEnd = readQuery(received, START.length, into);
  return queryEnd > 0 && isText(received, queryEnd, VERSION) && readHeaders(received, queryEnd + VERSION.length, into);
}

/** Returns where the query ends, at a space; -1 if there is anything in it that is not plain. */
function readQuery(bytes: Uint8Array, start: number, into: PlainAnnounce): number {
  let seen = 0;
  let nameAt = start;
  for (;;) {
    const nameEnd = endOfName(bytes, nameAt);
    if (bytes[nameEnd] !== EQUALS || nameEnd === nameAt) return -1;
    const valueEnd = endOfValue(bytes, nameEnd + 1);
    if (valueEnd < 0) return -1;
    const parameter = parameterOf({ bytes, at: nameAt, end: nameEnd });
    if (parameter < 0 || (seen & parameter) !== 0) return -1;
    if (!takeValue(parameter, { bytes, at: nameEnd + 1, end: valueEnd }, into)) return -1;
    seen |= parameter;
    if (bytes[valueEnd] === SPACE) return (seen & NEEDED) === NEEDED ? valueEnd : -1;
    nameAt = valueEnd + 1;
  }
}

/** At the first byte that is none of a plain name. */
function endOfName(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const isPlain = (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || (byte >= 0x30 && byte <= 0x39);
    if (!isPlain) break;
  }
  return at;
}

/** At the `&` or the space behind it; -1 where control characters come, or the end of what was received. */
function endOfValue(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === AMPERSAND || byte === SPACE) return at;
    if (byte < SPACE) return -1;
  }
  return -1;
}

/** The bit of the parameter; 0 for one that means nothing here, -1 for one that others have to read. */
function parameterOf(name: ByteSpan): number {
  switch (name.bytes[name.at] ?? 0) {
    case 0x69: // i
      if (isWord(name, NAMES.infoHash)) return INFO_HASH;
      break;
    case 0x70: // p
      if (isWord(name, NAMES.port)) return PORT;
      if (isWord(name, NAMES.peerId)) return PEER_ID;
      break;
    case 0x75: // u
      return isWord(name, NAMES.uploaded) ? UPLOADED : 0;
    case 0x64: // d
      return isWord(name, NAMES.downloaded) ? DOWNLOADED : 0;
    case 0x6c: // l
      return isWord(name, NAMES.left) ? LEFT : 0;
    case 0x65: // e
      return isWord(name, NAMES.event) ? EVENT : 0;
    case 0x6e: // n
      return isWord(name, NAMES.numWant) ? NUM_WANT : 0;
    case 0x6b: // k
      return isWord(name, NAMES.key) ? KEY : 0;
    case 0x63: // c
      return isWord(name, NAMES.compact) ? COMPACT : 0;
  }
  for (const word of NOT_PLAIN) if (isWord(name, word)) return -1;
  return 0;
}

function takeValue(parameter: number, value: ByteSpan, into: PlainAnnounce): boolean {
  switch (parameter) {
    case INFO_HASH:
      return decode(value, into.infoHash);
    case PEER_ID:
      return decode(value, into.peerId);
    case PORT:
      into.port = wholeNumber(value);
      return into.port >= 1 && into.port <= MAX_PORT;
    case UPLOADED:
      into.uploadedBytes = wholeNumber(value);
      return into.uploadedBytes >= 0;
    case DOWNLOADED:
      into.downloadedBytes = wholeNumber(value);
      return into.downloadedBytes >= 0;
    case LEFT:
      into.leftBytes = wholeNumber(value);
      return into.leftBytes >= 0;
    case NUM_WANT:
      into.numWant = wholeNumber(value);
      return into.numWant >= 0;
    case KEY:
      into.key = hexNumber(value);
      return into.key >= 0;
    case EVENT:
      return takeEvent(value, into);
    case COMPACT:
      return isWord(value, ONE);
    default:
      return true;
  }
}

function takeEvent(value: ByteSpan, into: PlainAnnounce): boolean {
  if (value.at === value.end) return true;
  for (const { event, name } of EVENTS) {
    if (!isWord(value, name)) continue;
    into.event = event;
    return true;
  }
  return false;
}

/** Whether the value is as many bytes as there is room for, which it fills. */
function decode({ bytes, at: start, end }: ByteSpan, into: Uint8Array): boolean {
  let length = 0;
  for (let at = start; at < end; at++) {
    if (length === into.length) return false;
    const byte = bytes[at] ?? 0;
    if (byte !== PERCENT) {
      into[length++] = byte === PLUS ? SPACE : byte;
      continue;
    }
    const [high, low] = [hexDigit(bytes[at + 1] ?? 0), hexDigit(bytes[at + 2] ?? 0)];
    if (high < 0 || low < 0 || at + 2 >= end) return false;
    into[length++] = high * 16 + low;
    at += 2;
  }
  return length === into.length;
}

/** -1 for what is none, or longer than it needs to be. */
function wholeNumber({ bytes, at: start, end }: ByteSpan): number {
  if (start === end || end - start > MAX_DIGITS) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** -1 for what is none of up to 32 bits. */
function hexNumber({ bytes, at: start, end }: ByteSpan): number {
  if (start === end || end - start > MAX_KEY_DIGITS) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = hexDigit(bytes[at] ?? 0);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

/** Whether the lines up to the end are headers that change nothing but how long the connection stays, and a blank line. */
function readHeaders(bytes: Uint8Array, start: number, into: PlainAnnounce): boolean {
  into.keepAlive = true;
  let hasConnection = false;
  for (let at = start; at < bytes.length; ) {
    const first = (bytes[at] ?? 0) | 0x20;
    if (bytes[at] === CR) return bytes[at + 1] === LF && at + 2 === bytes.length;
    const end = bytes.indexOf(LF, at);
    if (end < 0 || bytes.indexOf(CR, at) !== end - 1) return false;
    if (first === 0x74 && isTextInAnyCase(bytes, at, TRANSFER_ENCODING)) return false;
    if (first === 0x63 && isTextInAnyCase(bytes, at, CONTENT_LENGTH)) return false;
    if (first === 0x63 && isTextInAnyCase(bytes, at, CONNECTION)) {
      if (hasConnection) return false;
      hasConnection = true;
      into.keepAlive = !holdsInAnyCase({ bytes, at: at + CONNECTION.length, end }, CLOSE);
    }
    at = end + 1;
  }
  return false;
}
