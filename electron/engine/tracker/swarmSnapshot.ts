import type { InfoHash } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { readU32, writeU32 } from '../codec/bigEndian.ts';

/**
 * A swarm as plain data, so that it survives a restart. Storage keeps `peers` as it is; only this file knows what is in
 * it: one byte of version, then rows of fixed size.
 *
 *   row          offset  size
 *   peer-id           0    20
 *   key              20     4
 *   flags            24     1   1: IPv4 endpoint, 2: IPv6 endpoint, 4: its completion was counted
 *   IPv4 endpoint    25     6   compact (BEP 23), zeros when absent
 *   IPv4 idle        31     4   milliseconds since that endpoint was last announced
 *   IPv6 endpoint    35    18   compact (BEP 7), zeros when absent
 *   IPv6 idle        53     4   milliseconds
 *   left             57     8   bytes, float64
 *   uploaded         65     8   bytes, float64
 *   downloaded       73     8   bytes, float64
 */
export interface SwarmSnapshot extends SwarmCounters {
  /** Written by writePeerRows; empty for a swarm whose counters alone are kept. */
  readonly peers: Uint8Array;
}

export interface SwarmCounters {
  readonly infoHash: InfoHash;
  readonly completed: number;
  readonly announces: number;
  readonly scrapes: number;
}

/** The counters of a swarm, and one part of its peers. */
export interface SwarmPart extends SwarmSnapshot {
  /** From 0 to below `parts`. The highest is the first to be written: with part 0, all are. */
  readonly part: number;
  readonly parts: number;
}

export interface EndpointRow {
  /** 6 or 18 bytes. */
  readonly endpoint: Uint8Array;
  readonly idleMs: number;
}

export interface PeerRow {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** u32; 0 when the client sent none. */
  readonly key: number;
  readonly isCompletionCounted: boolean;
  readonly ipv4: EndpointRow | undefined;
  readonly ipv6: EndpointRow | undefined;
  readonly leftBytes: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

export interface SnapshotError {
  readonly code: 'unknown-version' | 'bad-length' | 'bad-row';
  readonly message: string;
}

const VERSION = 1;
const ROW_BYTES = 81;
const MAX_U32 = 0xffff_ffff;
const HAS_IPV4 = 1;
const HAS_IPV6 = 2;
const COMPLETION_COUNTED = 4;

export function writePeerRows(rows: readonly PeerRow[]): Uint8Array {
  const bytes = new Uint8Array(1 + rows.length * ROW_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  for (const [i, row] of rows.entries()) writeRow({ bytes, view }, 1 + i * ROW_BYTES, row);
  return bytes;
}

/** Reads what writePeerRows wrote; no bytes at all are no peers. The rows own their bytes. */
export function parsePeerRows(bytes: Uint8Array): Result<PeerRow[], SnapshotError> {
  if (bytes.length === 0) return success([]);
  if (bytes[0] !== VERSION) {
    return failure({ code: 'unknown-version', message: `peer rows of version ${bytes[0]}; only ${VERSION} is known` });
  }
  if ((bytes.length - 1) % ROW_BYTES !== 0) {
    return failure({ code: 'bad-length', message: `peer rows are ${ROW_BYTES} bytes each; ${bytes.length - 1} given` });
  }
  const rows: PeerRow[] = [];
  for (let at = 1; at < bytes.length; at += ROW_BYTES) {
    const row = readRow(bytes.slice(at, at + ROW_BYTES));
    if (row === undefined) return failure({ code: 'bad-row', message: `peer row ${rows.length} makes no sense` });
    rows.push(row);
  }
  return success(rows);
}

function writeRow(
  { bytes, view }: { readonly bytes: Uint8Array; readonly view: DataView },
  at: number,
  row: PeerRow,
): void {
  bytes.set(row.peerId, at);
  writeU32(bytes, at + 20, row.key);
  bytes[at + 24] =
    (row.ipv4 === undefined ? 0 : HAS_IPV4) |
    (row.ipv6 === undefined ? 0 : HAS_IPV6) |
    (row.isCompletionCounted ? COMPLETION_COUNTED : 0);
  if (row.ipv4 !== undefined) writeEndpointRow(bytes, at + 25, row.ipv4);
  if (row.ipv6 !== undefined) writeEndpointRow(bytes, at + 35, row.ipv6);
  view.setFloat64(at + 57, row.leftBytes);
  view.setFloat64(at + 65, row.uploadedBytes);
  view.setFloat64(at + 73, row.downloadedBytes);
}

function writeEndpointRow(bytes: Uint8Array, at: number, { endpoint, idleMs }: EndpointRow): void {
  bytes.set(endpoint, at);
  writeU32(bytes, at + endpoint.length, Math.min(MAX_U32, Math.max(0, Math.round(idleMs))));
}

function readRow(bytes: Uint8Array): PeerRow | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[24] ?? 0;
  const row: PeerRow = {
    peerId: bytes.subarray(0, 20),
    key: readU32(bytes, 20),
    isCompletionCounted: (flags & COMPLETION_COUNTED) !== 0,
    ipv4: (flags & HAS_IPV4) === 0 ? undefined : { endpoint: bytes.subarray(25, 31), idleMs: readU32(bytes, 31) },
    ipv6: (flags & HAS_IPV6) === 0 ? undefined : { endpoint: bytes.subarray(35, 53), idleMs: readU32(bytes, 53) },
    leftBytes: view.getFloat64(57),
    uploadedBytes: view.getFloat64(65),
    downloadedBytes: view.getFloat64(73),
  };
  const isReachable = row.ipv4 !== undefined || row.ipv6 !== undefined;
  const isCounted = [row.leftBytes, row.uploadedBytes, row.downloadedBytes].every(isByteCount);
  return isReachable && isCounted ? row : undefined;
}

function isByteCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
