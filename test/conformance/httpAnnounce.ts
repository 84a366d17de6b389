import { type Bencoded, type BencodedDict, readBencode } from './wire/bencode.ts';
import type { HttpAnswer } from './wire/httpWire.ts';
import { expectThat, Fault } from './target.ts';

/** A peer as it announces itself, by either protocol. */
export interface Peer {
  readonly torrent: Buffer;
  /** Up to 12 characters of its peer-id. */
  readonly name: string;
  readonly port: number;
  /** 1000 when absent. */
  readonly left?: number;
  readonly event?: 'started' | 'stopped' | 'completed' | 'paused';
  /** Eight hexadecimal digits. */
  readonly key?: string;
  readonly numWant?: number;
  /** The IPv4 address that it says it has, over UDP. */
  readonly claimed?: string;
  /** Further fields of an HTTP query, as they stand there. */
  readonly more?: string;
}

/** A reply over HTTP. */
export interface Reply {
  readonly answer: HttpAnswer;
  readonly dict: BencodedDict;
  /** The failure reason. */
  readonly failure: string | undefined;
  /** Everyone it lists, as `address port`, IPv6 addresses in full. */
  readonly peers: readonly string[];
}

export function announcePath(path: string, peer: Peer): string {
  return `${path}?${announceQuery(peer)}`;
}

export function announceQuery({ torrent, name, port, left = 1000, ...rest }: Peer): string {
  const fields = [
    `info_hash=${escapeAll(torrent)}`,
    `peer_id=${peerIdOf(name)}`,
    `port=${port}`,
    'uploaded=0&downloaded=0',
    `left=${left}`,
    'compact=1',
    rest.event && `event=${rest.event}`,
    rest.key && `key=${rest.key}`,
    rest.numWant === undefined ? undefined : `numwant=${rest.numWant}`,
    rest.more,
  ];
  return fields.filter((field) => field !== undefined).join('&');
}

/** 20 characters that need no escape. */
export function peerIdOf(name: string): string {
  return `-CT0001-${name.padEnd(12, '.')}`;
}

/** Every byte as `%XX`. */
export function escapeAll(bytes: Buffer): string {
  return bytes.toString('hex').replaceAll(/../g, '%$&');
}

export function readReply(answer: HttpAnswer): Reply {
  const dict = decode(answer.body);
  expectThat(dict instanceof Map, `status ${answer.status} with a body that is no dictionary`);
  const reason = dict.get('failure reason');
  const failure = Buffer.isBuffer(reason) ? reason.toString() : undefined;
  return { answer, dict, failure, peers: [...peersIn(dict.get('peers'), 4), ...peersIn(dict.get('peers6'), 16)] };
}

/** The number that an entry is. */
export function numberIn(dict: BencodedDict, name: string): number {
  const value = dict.get(name);
  expectThat(typeof value === 'number', `"${name}" is no number`);
  return value;
}

/** Compact endpoints, as `address port`. */
export function endpointsIn(bytes: Buffer, addressBytes: 4 | 16): string[] {
  const stride = addressBytes + 2;
  expectThat(bytes.length % stride === 0, `${bytes.length} bytes of peers are no multiple of ${stride}`);
  return Array.from({ length: bytes.length / stride }, (_, i) => {
    const address = bytes.subarray(i * stride, i * stride + addressBytes);
    const text = addressBytes === 4 ? address.join('.') : (address.toString('hex').match(/.{4}/g) ?? []).join(':');
    return `${text} ${bytes.readUInt16BE(i * stride + addressBytes)}`;
  });
}

/** An IPv6 address as `endpointsIn` writes it; any other as it stands. */
export function inFull(address: string): string {
  if (!address.includes(':')) return address;
  const [left = '', right] = address.split('::');
  const head = left.split(':').filter(Boolean);
  const tail = (right ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(':');
}

function decode(body: Buffer): Bencoded {
  try {
    return readBencode(body);
  } catch (error) {
    const start = body.toString('latin1', 0, 40).replaceAll(/[^ -~]/g, '.');
    throw new Fault(`not bencoded (${error instanceof Error ? error.message : String(error)}): ${start}`, {
      cause: error,
    });
  }
}

function peersIn(value: Bencoded | undefined, addressBytes: 4 | 16): string[] {
  if (value === undefined) return [];
  if (Buffer.isBuffer(value)) return endpointsIn(value, addressBytes);
  expectThat(Array.isArray(value), 'peers are neither a list nor bytes');
  return value.map((peer) => {
    expectThat(peer instanceof Map, 'a peer is no dictionary');
    const ip = peer.get('ip');
    expectThat(Buffer.isBuffer(ip), 'a peer has no ip');
    return `${inFull(ip.toString())} ${numberIn(peer, 'port')}`;
  });
}
