/**
 * Magnet links (BEP 9, "magnet URI format"): `magnet:?` and parameters in any order, separated by `&`, values percent-encoded.
 *
 * | parameter | meaning                                                                        | how often |
 * |-----------|--------------------------------------------------------------------------------|-----------|
 * | `xt`      | `urn:btih:` and the info-hash, 40 hexadecimal or 32 base32 digits              | 1 that counts |
 * | `dn`      | name to show                                                                   | 0 or 1    |
 * | `xl`      | exact length in bytes                                                          | 0 or 1    |
 * | `tr`      | announce URL                                                                   | any       |
 * | `x.pe`    | a peer, `host:port`                                                            | any       |
 */
import { infoHashFromBytes, parseInfoHash, type InfoHash } from '../../../shared/infoHash.ts';
import { failure, success, type Result } from '../../../shared/result.ts';

export interface Magnet {
  readonly infoHash: InfoHash;
  readonly name?: string;
  /** Bytes of content. */
  readonly exactLength?: number;
  readonly trackers: readonly string[];
  /** `host:port` each. */
  readonly peers: readonly string[];
}

export interface MagnetError {
  readonly code: 'magnet-invalid';
  /** For a person. */
  readonly message: string;
}

/** Beyond what any program writes or any address bar takes. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_PARAMETERS = 1000;
const SCHEME = 'magnet:?';
const TOPIC = 'urn:btih:';

/** Reads a link from anywhere. Parameters that are unknown or of no use are left out; only a usable info-hash is needed. */
export function parseMagnet(text: string): Result<Magnet, MagnetError> {
  const trimmed = text.slice(0, MAX_CHARACTERS + 1).trim();
  if (trimmed.length > MAX_CHARACTERS) return invalid(`it is longer than ${MAX_CHARACTERS} characters`);
  if (trimmed.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return invalid(`it does not begin with ${SCHEME}`);
  const parameters = readParameters(trimmed.slice(SCHEME.length));

  const topics = parameters.get('xt') ?? [];
  const infoHash = topics.map(readTopic).find((hash) => hash !== undefined);
  if (infoHash === undefined) return invalid(whyNoInfoHash(topics));
  const name = parameters.get('dn')?.find((value) => value !== '');
  const exactLength = parameters
    .get('xl')
    ?.map(readLength)
    .find((length) => length !== undefined);
  return success({
    infoHash,
    ...(name !== undefined && { name }),
    ...(exactLength !== undefined && { exactLength }),
    trackers: usable(parameters.get('tr')),
    peers: usable(parameters.get('x.pe')),
  });
}

/** Writes the info-hash first and the name next, which is where programs that cut links short look for them. */
export function writeMagnet(magnet: Magnet): string {
  const parameters = [
    `xt=${TOPIC}${magnet.infoHash}`,
    ...(magnet.name === undefined ? [] : [`dn=${encode(magnet.name)}`]),
    ...(magnet.exactLength === undefined ? [] : [`xl=${magnet.exactLength}`]),
    ...magnet.trackers.map((url) => `tr=${encode(url)}`),
    ...magnet.peers.map((peer) => `x.pe=${encode(peer)}`),
  ];
  return SCHEME + parameters.join('&');
}

function invalid(reason: string): Result<never, MagnetError> {
  return failure({ code: 'magnet-invalid', message: `this is not a magnet link that can be used: ${reason}` });
}

function whyNoInfoHash(topics: readonly string[]): string {
  if (topics.some((topic) => topic.toLowerCase().startsWith('urn:btmh:'))) {
    return 'it is for BitTorrent v2 alone, which is not supported yet';
  }
  return topics.length === 0 ? 'it names no torrent (xt=)' : `${TOPIC} is not followed by an info-hash`;
}

/** Values by the name of their parameter. A numbered name (`tr.1`) counts as the name alone. */
function readParameters(query: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of query.split('&', MAX_PARAMETERS)) {
    const equals = part.indexOf('=');
    const key = part
      .slice(0, Math.max(equals, 0))
      .toLowerCase()
      .replace(/\.\d+$/, '');
    const value = decode(part.slice(equals + 1));
    if (key === '' || value === undefined) continue;
    const values = parameters.get(key);
    if (values === undefined) parameters.set(key, [value]);
    else values.push(value);
  }
  return parameters;
}

function readTopic(topic: string): InfoHash | undefined {
  if (topic.slice(0, TOPIC.length).toLowerCase() !== TOPIC) return undefined;
  const digits = topic.slice(TOPIC.length);
  return parseInfoHash(digits) ?? readBase32(digits.toUpperCase());
}

/** 32 digits of five bits each make the 20 bytes (RFC 4648, section 6). */
function readBase32(digits: string): InfoHash | undefined {
  if (!/^[A-Z2-7]{32}$/.test(digits)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let bitCount = 0;
  for (const digit of digits) {
    bits = ((bits << 5) | BASE32.indexOf(digit)) & 0xfff;
    bitCount += 5;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes.push((bits >> bitCount) & 0xff);
  }
  return infoHashFromBytes(Uint8Array.from(bytes));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function readLength(text: string): number | undefined {
  const length = /^\d{1,16}$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(length) ? length : undefined;
}

function usable(values: readonly string[] | undefined): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '');
}

/** Programs of the web write a space as `+`. */
function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Beyond encodeURIComponent: characters at which a chat or a shell would end the link. */
function encode(value: string): string {
  const wellFormed = value.toWellFormed();
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
