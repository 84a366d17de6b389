import { failure, type Result, success } from '../../../shared/result.ts';
import {
  asBytes,
  asDict,
  asInteger,
  asList,
  type Bencoded,
  type BencodedDict,
  type BencodeLimits,
  parseBencode,
  writeBencode,
} from '../codec/bencode.ts';

/**
 * Messages between DHT nodes (BEP 5, "KRPC Protocol"): one bencoded dictionary a datagram.
 *
 * | key | query                          | reply                          | error                  |
 * |-----|--------------------------------|--------------------------------|------------------------|
 * | `t` | transaction id, bytes          | that of the query              | that of the query      |
 * | `y` | `q`                            | `r`                            | `e`                    |
 * |     | `q`: method, `a`: arguments    | `r`: values                    | `e`: [code, message]   |
 *
 * Arguments and values: `id`, `target` and `info_hash` are 20 bytes; `nodes` is 26 bytes a node (id, IPv4 address, port);
 * `values` is a list of 6 bytes a peer (IPv4 address, port); `token` is opaque; `port` and `implied_port` are integers.
 * `ro` (BEP 43), beside `t`, is 1 in queries of a node that answers none.
 *
 * Reading keeps these keys and drops all others, so what is written again holds nothing that was not looked at.
 */
export type KrpcMessage = KrpcQuery | KrpcReply | KrpcError;

interface QueryHead {
  readonly kind: 'query';
  readonly transactionId: Uint8Array;
  readonly nodeId: Uint8Array;
  readonly isReadOnly: boolean;
}

export type KrpcQuery = QueryHead &
  (
    | { readonly method: 'ping' }
    | { readonly method: 'find_node'; readonly target: Uint8Array }
    | { readonly method: 'get_peers'; readonly infoHash: Uint8Array }
    | {
        readonly method: 'announce_peer';
        readonly infoHash: Uint8Array;
        /** 1 to 65535, or `implied`: the port that the query came from. */
        readonly port: number | 'implied';
        readonly token: Uint8Array;
      }
    /** A method of an extension that is not spoken here. */
    | { readonly method: 'unknown' }
  );

export interface KrpcReply {
  readonly kind: 'reply';
  readonly transactionId: Uint8Array;
  readonly nodeId: Uint8Array;
  /** 26 bytes a node. */
  readonly nodes?: Uint8Array;
  /** 6 bytes each. */
  readonly peers?: readonly Uint8Array[];
  readonly token?: Uint8Array;
}

export interface KrpcError {
  readonly kind: 'error';
  readonly transactionId: Uint8Array;
  readonly code: number;
  readonly message: Uint8Array;
}

/** Neither is worth an answer: who sends such a thing, or lets a thing be sent in its name, is no node. */
export interface KrpcParseError {
  readonly code: 'not-bencoded' | 'not-krpc';
  readonly message: string;
}

export const NODE_ID_BYTES = 20;
export const COMPACT_NODE_BYTES = 26;
export const METHOD_UNKNOWN = 204;
const PEER_BYTES = 6;
const MAX_TRANSACTION_ID_BYTES = 32;
const MAX_TOKEN_BYTES = 64;
/** A datagram that was not fragmented many times over; real messages keep below 1,500 bytes. */
const LIMITS: BencodeLimits = { maxBytes: 8192, maxDepth: 6, maxItems: 2000, allowUnsortedKeys: true };

/** What the package writes when it holds thousands of peers of one torrent, before it is cut down. */
export const OWN_REPLY_LIMITS: BencodeLimits = { ...LIMITS, maxBytes: 65_536, maxItems: 10_000 };

/** Never throws. The message owns its bytes. */
export function parseKrpc(bytes: Uint8Array, limits = LIMITS): Result<KrpcMessage, KrpcParseError> {
  const parsed = parseBencode(bytes, limits);
  if (!parsed.ok) return failure({ code: 'not-bencoded', message: parsed.error.message });
  const dict = asDict(parsed.value);
  const transactionId = bytesUpTo(MAX_TRANSACTION_ID_BYTES, dict?.['t']);
  const kind = ascii(dict?.['y']);
  if (dict === undefined || transactionId === undefined) return notKrpc('no transaction id');
  const message =
    kind === 'q' ? parseQuery(dict, transactionId) : kind === 'r' ? parseReply(dict, transactionId) : undefined;
  if (message !== undefined) return success(message);
  return kind === 'e' ? success(parseError(dict, transactionId)) : notKrpc('neither query, reply nor error');
}

export function writeKrpc(message: KrpcMessage): Uint8Array {
  const t = message.transactionId;
  switch (message.kind) {
    case 'query': {
      const head = message.isReadOnly ? { ro: 1 } : {};
      return writeBencode({ ...head, t, y: text('q'), q: text(message.method), a: argumentsOf(message) });
    }
    case 'reply': {
      const { nodeId: id, nodes, peers, token } = message;
      return writeBencode({
        t,
        y: text('r'),
        r: { id, ...(nodes && { nodes }), ...(peers && { values: peers }), ...(token && { token }) },
      });
    }
    case 'error':
      return writeBencode({ t, y: text('e'), e: [message.code, message.message] });
  }
}

function parseQuery(dict: BencodedDict, transactionId: Uint8Array): KrpcQuery | undefined {
  const a = asDict(dict['a']) ?? {};
  const nodeId = bytesOf(NODE_ID_BYTES, a['id']);
  const method = ascii(dict['q']);
  if (nodeId === undefined || method === undefined) return undefined;
  const head = { kind: 'query', transactionId, nodeId, isReadOnly: dict['ro'] === 1 } as const;
  const infoHash = bytesOf(NODE_ID_BYTES, a['info_hash']);
  switch (method) {
    case 'ping':
      return { ...head, method };
    case 'find_node': {
      const target = bytesOf(NODE_ID_BYTES, a['target']);
      return target && { ...head, method, target };
    }
    case 'get_peers':
      return infoHash && { ...head, method, infoHash };
    case 'announce_peer': {
      const token = bytesUpTo(MAX_TOKEN_BYTES, a['token']);
      const port = announcedPort(a);
      if (infoHash === undefined || token === undefined || port === undefined) return undefined;
      return { ...head, method, infoHash, port, token };
    }
    default:
      return { ...head, method: 'unknown' };
  }
}

function parseReply(dict: BencodedDict, transactionId: Uint8Array): KrpcReply | undefined {
  const r = asDict(dict['r']) ?? {};
  const nodeId = bytesOf(NODE_ID_BYTES, r['id']);
  if (nodeId === undefined) return undefined;
  const nodes = asBytes(r['nodes']);
  const peers = asList(r['values'])?.flatMap((value) => bytesOf(PEER_BYTES, value) ?? []);
  const token = bytesUpTo(MAX_TOKEN_BYTES, r['token']);
  return {
    kind: 'reply',
    transactionId,
    nodeId,
    ...(nodes && { nodes: nodes.subarray(0, nodes.length - (nodes.length % COMPACT_NODE_BYTES)) }),
    ...(peers && { peers }),
    ...(token && { token }),
  };
}

/** Errors are told in many shapes; that it is one is what counts. */
function parseError(dict: BencodedDict, transactionId: Uint8Array): KrpcError {
  const [code, message] = asList(dict['e']) ?? [];
  return {
    kind: 'error',
    transactionId,
    code: asInteger(code) ?? 0,
    message: asBytes(message) ?? new Uint8Array(),
  };
}

function announcedPort(a: BencodedDict): number | 'implied' | undefined {
  const implied = asInteger(a['implied_port']);
  if (implied !== undefined && implied !== 0) return 'implied';
  const port = asInteger(a['port']);
  return port !== undefined && port >= 1 && port <= 65535 ? port : undefined;
}

function argumentsOf(query: KrpcQuery): BencodedDict {
  const id = query.nodeId;
  switch (query.method) {
    case 'find_node':
      return { id, target: query.target };
    case 'get_peers':
      return { id, info_hash: query.infoHash };
    case 'announce_peer': {
      const port = query.port === 'implied' ? { implied_port: 1, port: 0 } : { implied_port: 0, port: query.port };
      return { id, info_hash: query.infoHash, token: query.token, ...port };
    }
    case 'ping':
    case 'unknown':
      return { id };
  }
}

function bytesOf(length: number, value: Bencoded | undefined): Uint8Array | undefined {
  const bytes = asBytes(value);
  return bytes?.length === length ? bytes : undefined;
}

function bytesUpTo(maxBytes: number, value: Bencoded | undefined): Uint8Array | undefined {
  const bytes = asBytes(value);
  return bytes !== undefined && bytes.length > 0 && bytes.length <= maxBytes ? bytes : undefined;
}

function ascii(value: Bencoded | undefined): string | undefined {
  const bytes = asBytes(value);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
}

function text(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}

function notKrpc(message: string): Result<never, KrpcParseError> {
  return failure({ code: 'not-krpc', message });
}
