import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { type AnnounceEvent, LEFT_UNKNOWN } from './announceEvent.ts';
import { fieldsOf, percentEncode } from './httpTrackerFields.ts';
import { latin1Bytes } from './latin1.ts';

/**
 * Queries of the HTTP tracker protocol, as text of one character a byte: an info-hash is 20 arbitrary bytes, which any
 * reader that expects UTF-8 destroys.
 *
 *   info_hash    20 bytes, percent-encoded (BEP 3)       compact      0: peers as dictionaries (BEP 23)
 *   peer_id      20 bytes, percent-encoded (BEP 3)       no_peer_id   1: dictionaries without peer-ids
 *   port         1 to 65535                              numwant      peers wanted
 *   uploaded     bytes                                   key          proves a peer that changed its address
 *   downloaded   bytes                                   ip           claimed address (BEP 3)
 *   left         bytes, 0 for a seeder                   ipv4, ipv6   claimed addresses (BEP 7)
 *   event        started, completed, stopped, paused (BEP 21), absent or empty
 *
 * Everything else (`supportcrypto`, `trackerid`, `corrupt` …) is ignored. A scrape (BEP 48) repeats `info_hash`.
 */

export interface HttpAnnounceQuery {
  readonly infoHash: InfoHash;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  readonly port: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  /** LEFT_UNKNOWN when absent or no number. */
  readonly leftBytes: number;
  readonly event: AnnounceEvent;
  /** Undefined when absent, negative or no number: the tracker's default. */
  readonly numWant: number | undefined;
  /** u32; 0 when absent. Eight hexadecimal digits are the number that the same client sends over UDP. */
  readonly key: number;
  readonly compact: boolean;
  readonly noPeerId: boolean;
  /** Claimed addresses as the client wrote them; nothing says that they are addresses. */
  readonly ip: string | undefined;
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** The message is for the person at the client and may be sent as `failure reason`. */
export interface HttpQueryError {
  readonly code: 'info-hash-missing' | 'info-hash-bad' | 'peer-id-bad' | 'port-bad';
  readonly message: string;
}

const HASH_BYTES = 20;
const MAX_PORT = 65535;
const EVENTS: ReadonlySet<string> = new Set<AnnounceEvent>(['completed', 'started', 'stopped', 'paused']);
const WHOLE_NUMBER = /^\d{1,20}$/;
const HEX_KEY = /^[0-9a-fA-F]{1,8}$/;

/**
 * `query` is what stands between `?` and the space behind it, one character a byte. A parameter that comes twice counts
 * as it came first.
 */
export function parseAnnounceQuery(query: string): Result<HttpAnnounceQuery, HttpQueryError> {
  const texts: AnnounceTexts = {};
  fieldsOf(query, (name, value) => takeField(texts, name, value));
  const infoHash = infoHashOf(texts.infoHash);
  if (!infoHash.ok) return infoHash;
  const peerId = latin1Bytes(texts.peerId ?? '');
  if (peerId.length !== HASH_BYTES) return reject('peer-id-bad', `peer_id must be 20 bytes, got ${peerId.length}`);
  const port = countOf(texts.port) ?? 0;
  if (port < 1 || port > MAX_PORT) return reject('port-bad', 'port must be a number from 1 to 65535');
  return success({
    infoHash: infoHash.value,
    peerId,
    port,
    uploadedBytes: countOf(texts.uploaded) ?? 0,
    downloadedBytes: countOf(texts.downloaded) ?? 0,
    leftBytes: countOf(texts.left) ?? LEFT_UNKNOWN,
    event: eventOf(texts.event),
    numWant: countOf(texts.numWant),
    key: keyOf(texts.key),
    compact: texts.compact !== '0',
    noPeerId: texts.noPeerId === '1',
    ip: texts.ip,
    ipv4: texts.ipv4,
    ipv6: texts.ipv6,
  });
}

/** The parameters of an announce as they came. */
interface AnnounceTexts {
  infoHash?: string;
  peerId?: string;
  port?: string;
  uploaded?: string;
  downloaded?: string;
  left?: string;
  event?: string;
  numWant?: string;
  key?: string;
  compact?: string;
  noPeerId?: string;
  ip?: string;
  ipv4?: string;
  ipv6?: string;
}

/** Comparing with each of a few names costs less than looking one up, which needs its hash first. */
function takeField(texts: AnnounceTexts, name: string, value: string): void {
  switch (name) {
    case 'info_hash':
      texts.infoHash ??= value;
      break;
    case 'peer_id':
      texts.peerId ??= value;
      break;
    case 'port':
      texts.port ??= value;
      break;
    case 'uploaded':
      texts.uploaded ??= value;
      break;
    case 'downloaded':
      texts.downloaded ??= value;
      break;
    case 'left':
      texts.left ??= value;
      break;
    case 'event':
      texts.event ??= value;
      break;
    case 'numwant':
      texts.numWant ??= value;
      break;
    case 'key':
      texts.key ??= value;
      break;
    case 'compact':
      texts.compact ??= value;
      break;
    case 'no_peer_id':
      texts.noPeerId ??= value;
      break;
    case 'ip':
      texts.ip ??= value;
      break;
    case 'ipv4':
      texts.ipv4 ??= value;
      break;
    case 'ipv6':
      texts.ipv6 ??= value;
      break;
  }
}

/** The torrents that a scrape asks for; none at all asks for every torrent. */
export function parseScrapeQuery(query: string): Result<readonly InfoHash[], HttpQueryError> {
  const texts: string[] = [];
  fieldsOf(query, (name, value) => {
    if (name === 'info_hash') texts.push(value);
  });
  const infoHashes: InfoHash[] = [];
  for (const text of texts) {
    const infoHash = infoHashOf(text);
    if (!infoHash.ok) return infoHash;
    infoHashes.push(infoHash.value);
  }
  return success(infoHashes);
}

/** The query of a client's announce, without the `?`. */
export function writeAnnounceQuery(query: HttpAnnounceQuery): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['info_hash', percentEncode(infoHashToBytes(query.infoHash))],
    ['peer_id', percentEncode(query.peerId)],
    ['port', `${query.port}`],
    ['uploaded', `${query.uploadedBytes}`],
    ['downloaded', `${query.downloadedBytes}`],
    ['left', `${query.leftBytes}`],
    ['event', query.event === 'none' ? undefined : query.event],
    ['numwant', query.numWant?.toString()],
    ['key', query.key === 0 ? undefined : query.key.toString(16).padStart(8, '0')],
    ['compact', query.compact ? '1' : '0'],
    ['no_peer_id', query.noPeerId ? '1' : undefined],
    ['ip', encodedText(query.ip)],
    ['ipv4', encodedText(query.ipv4)],
    ['ipv6', encodedText(query.ipv6)],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join('&');
}

/** The query of a client's scrape, without the `?`. */
export function writeScrapeQuery(infoHashes: readonly InfoHash[]): string {
  return infoHashes.map((infoHash) => `info_hash=${percentEncode(infoHashToBytes(infoHash))}`).join('&');
}

function infoHashOf(text: string | undefined): Result<InfoHash, HttpQueryError> {
  if (text === undefined) return reject('info-hash-missing', 'info_hash is missing');
  if (text.length !== HASH_BYTES) return reject('info-hash-bad', `info_hash must be 20 bytes, got ${text.length}`);
  return success(infoHashFromBytes(latin1Bytes(text)));
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && WHOLE_NUMBER.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined;
}

function eventOf(text: string | undefined): AnnounceEvent {
  return text !== undefined && EVENTS.has(text) ? (text as AnnounceEvent) : 'none';
}

/** Clients send hexadecimal digits or any text of their own; the latter is hashed (FNV-1a) to the same 32 bits. */
function keyOf(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (HEX_KEY.test(text)) return Number.parseInt(text, 16);
  let hash = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  return hash >>> 0;
}

function encodedText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : percentEncode(latin1Bytes(text));
}

function reject(code: HttpQueryError['code'], message: string): { readonly ok: false; readonly error: HttpQueryError } {
  return failure({ code, message });
}
