import { type InfoHash, infoHashFromBytes, infoHashToBytes, parseInfoHash } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import {
  asBytes,
  asDict,
  asInteger,
  asList,
  asText,
  type Bencoded,
  type BencodedDict,
  parseBencode,
  writeBencode,
} from './bencode.ts';
import { type CompactSource, RESPONSE_OVERHEAD_BYTES, writeAnnounceBody } from './httpAnnounceResponse.ts';
import { latin1Bytes, latin1Text } from './latin1.ts';

/**
 * Replies of the HTTP tracker protocol: one bencoded dictionary. Queries are in httpTracker.ts.
 *
 *   announce (BEP 3)   interval, min interval   seconds             complete, incomplete   seeders, leechers
 *                      peers      compact IPv4 (BEP 23), or dictionaries of `ip`, `peer id`, `port` for both families
 *                      peers6     compact IPv6 (BEP 7)
 *                      downloaded completions   external ip         4 or 16 bytes (BEP 24)
 *   scrape (BEP 48)    files      info-hash in 20 raw bytes -> complete, downloaded, incomplete; downloaders (BEP 21): of the
 *                                 incomplete, those that are no partial seeds; absent when there are none of these
 *   failure            failure reason           text for the person at the client
 *                      retry in                 minutes, after which asking again may help (BEP 31)
 */

export interface HttpAnnounceReply {
  readonly kind: 'announce';
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number | undefined;
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
  /** 4 or 16 bytes: the requester's own address. */
  readonly externalIp: Uint8Array | undefined;
  readonly peers: CompactPeers | DictionaryPeers;
}

export interface CompactPeers {
  readonly form: 'compact';
  readonly ipv4: Uint8Array;
  readonly ipv6: Uint8Array;
}

export interface DictionaryPeers {
  readonly form: 'dictionary';
  readonly peers: readonly DictionaryPeer[];
}

export interface DictionaryPeer {
  /** 20 bytes; absent when not asked for or not known. */
  readonly peerId: Uint8Array | undefined;
  readonly address: string;
  readonly port: number;
}

export interface HttpScrapeReply {
  readonly kind: 'scrape';
  readonly files: readonly HttpScrapeFile[];
}

export interface HttpScrapeFile {
  readonly infoHash: InfoHash;
  readonly seeders: number;
  readonly completed: number;
  readonly leechers: number;
  /** Of the leechers, partial seeds. */
  readonly paused: number;
}

export interface HttpFailureReply {
  readonly kind: 'failure';
  readonly reason: string;
  readonly retryInMinutes?: number | undefined;
}

export type HttpTrackerReply = HttpAnnounceReply | HttpScrapeReply | HttpFailureReply;

export interface HttpReplyError {
  readonly code: 'not-bencode' | 'not-a-reply';
  readonly message: string;
}

const END = latin1Bytes('e');

export function writeHttpReply(reply: HttpTrackerReply): Uint8Array {
  switch (reply.kind) {
    case 'announce':
      return writeAnnounce(reply);
    case 'scrape':
      return writeScrape(reply);
    case 'failure':
      return writeBencode({
        'failure reason': Buffer.from(reply.reason),
        ...(reply.retryInMinutes !== undefined && { 'retry in': reply.retryInMinutes }),
      });
  }
}

/** Reads what any tracker may send; what a reply lacks is zero, empty or undefined. The reply owns its bytes. */
export function parseHttpReply(bytes: Uint8Array): Result<HttpTrackerReply, HttpReplyError> {
  const parsed = parseBencode(bytes);
  if (!parsed.ok) return failure({ code: 'not-bencode', message: parsed.error.message });
  const dict = asDict(parsed.value);
  if (dict === undefined) return reject('a reply is a dictionary');
  const reason = asText(dict['failure reason']);
  const retryInMinutes = asInteger(dict['retry in']);
  if (reason !== undefined) {
    return success({ kind: 'failure', reason, ...(retryInMinutes !== undefined && { retryInMinutes }) });
  }
  const files = asDict(dict['files']);
  if (files !== undefined) return readScrape(files);
  return readAnnounce(dict);
}

/** In the order of the keys, as bencoding demands. */
function writeAnnounce(reply: HttpAnnounceReply): Uint8Array {
  const { minIntervalSeconds, externalIp, peers } = reply;
  if (peers.form === 'compact') return writeCompact(reply, peers);
  const beforeIp = `d8:completei${reply.seeders}e10:downloadedi${reply.completed}e`;
  const ip = externalIp === undefined ? '' : `11:external ip${externalIp.length}:${latin1Text(externalIp)}`;
  const minInterval = minIntervalSeconds === undefined ? '' : `12:min intervali${minIntervalSeconds}e`;
  const afterIp = `10:incompletei${reply.leechers}e8:intervali${reply.intervalSeconds}e${minInterval}5:peers`;
  return Buffer.concat([latin1Bytes(beforeIp + ip + afterIp), writeBencode(peers.peers.map(dictOfPeer)), END]);
}

function writeCompact(reply: HttpAnnounceReply, { ipv4, ipv6 }: CompactPeers): Uint8Array {
  const target = new Uint8Array(RESPONSE_OVERHEAD_BYTES + ipv4.length + ipv6.length);
  const figures = { ...reply, ipv4: sourceOf(ipv4), ipv6: sourceOf(ipv6) };
  const end = writeAnnounceBody(target, 0, { figures, externalIp: reply.externalIp });
  return target.subarray(0, end);
}

function sourceOf(compact: Uint8Array): CompactSource {
  return {
    compactBytes: () => compact.length,
    copyTo(target, at) {
      target.set(compact, at);
      return compact.length;
    },
  };
}

function dictOfPeer({ address, peerId, port }: DictionaryPeer): BencodedDict {
  return { ip: latin1Bytes(address), ...(peerId !== undefined && { 'peer id': peerId }), port };
}

/** What stands before and behind the files of a scrape reply, for one that is written in parts. */
export const SCRAPE_START = latin1Bytes('d5:filesd');
export const SCRAPE_END = latin1Bytes('ee');

function writeScrape({ files }: HttpScrapeReply): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.infoHash < b.infoHash ? -1 : 1));
  return Buffer.concat([SCRAPE_START, writeScrapeFiles(sorted), SCRAPE_END]);
}

/** By hand, because keys of 20 raw bytes are no text. The files have to be in ascending order, as bencoding demands. */
export function writeScrapeFiles(files: readonly HttpScrapeFile[]): Uint8Array {
  const parts = files.flatMap(({ infoHash, seeders, completed, leechers, paused }) => [
    latin1Bytes('20:'),
    infoHashToBytes(infoHash),
    writeBencode({
      complete: seeders,
      downloaded: completed,
      ...(paused > 0 && { downloaders: leechers - paused }),
      incomplete: leechers,
    }),
  ]);
  return Buffer.concat(parts);
}

function readScrape(dict: BencodedDict): Result<HttpScrapeReply, HttpReplyError> {
  const files: HttpScrapeFile[] = [];
  for (const [key, value] of Object.entries(dict)) {
    const infoHash = infoHashOfKey(key);
    const file = asDict(value);
    if (infoHash === undefined || file === undefined) return reject('files of a scrape are named by info-hashes');
    files.push({
      infoHash,
      seeders: countOf(file['complete']),
      completed: countOf(file['downloaded']),
      leechers: countOf(file['incomplete']),
      paused: countOf(file['incomplete']) - countOf(file['downloaders'] ?? file['incomplete']),
    });
  }
  return success({ kind: 'scrape', files });
}

/** The bencode reader gives keys as text, or as hexadecimal digits when the bytes are none. */
function infoHashOfKey(key: string): InfoHash | undefined {
  const bytes = new TextEncoder().encode(key);
  return bytes.length === 20 ? infoHashFromBytes(bytes) : parseInfoHash(key);
}

function readAnnounce(dict: BencodedDict): Result<HttpAnnounceReply, HttpReplyError> {
  const intervalSeconds = asInteger(dict['interval']);
  const peers = readPeers(dict);
  if (intervalSeconds === undefined || peers === undefined) return reject('an announce reply has interval and peers');
  return success({
    kind: 'announce',
    intervalSeconds,
    minIntervalSeconds: asInteger(dict['min interval']),
    seeders: countOf(dict['complete']),
    leechers: countOf(dict['incomplete']),
    completed: countOf(dict['downloaded']),
    externalIp: asBytes(dict['external ip']),
    peers,
  });
}

function readPeers(dict: BencodedDict): CompactPeers | DictionaryPeers | undefined {
  const list = asList(dict['peers']);
  if (list === undefined) {
    const none = new Uint8Array(0);
    return { form: 'compact', ipv4: asBytes(dict['peers']) ?? none, ipv6: asBytes(dict['peers6']) ?? none };
  }
  const peers = list.map(readPeer);
  return peers.includes(undefined)
    ? undefined
    : { form: 'dictionary', peers: peers.filter((peer) => peer !== undefined) };
}

function readPeer(value: Bencoded): DictionaryPeer | undefined {
  const dict = asDict(value);
  const address = asText(dict?.['ip']);
  const port = asInteger(dict?.['port']);
  if (address === undefined || port === undefined) return undefined;
  return { peerId: asBytes(dict?.['peer id']), address, port };
}

function countOf(value: Bencoded | undefined): number {
  return Math.max(0, asInteger(value) ?? 0);
}

function reject(message: string): { readonly ok: false; readonly error: HttpReplyError } {
  return failure({ code: 'not-a-reply', message });
}
