import { readU16, readU32, writeU16, writeU32 } from './bigEndian.ts';

/**
 * The head of a uTP packet (BEP 29, "header format"). Only what it takes to turn a connection down.
 *
 *   offset  size  field
 *        0     1  type (high 4 bits: 3 reset, 4 syn), version 1 (low 4 bits)
 *        1     1  first extension
 *        2     2  connection id
 *        4     4  timestamp, µs
 *        8     4  timestamp difference, µs
 *       12     4  receive window, bytes
 *       16     2  sequence number
 *       18     2  acknowledged sequence number
 */
export interface UtpSyn {
  readonly connectionId: number;
  readonly sequenceNumber: number;
  readonly timestampMicroseconds: number;
}

export const UTP_HEADER_BYTES = 20;

const SYN = 0x41;
const RESET = 0x31;

/** Undefined for everything but the first packet of a connection. DHT packets begin with `d` and are never taken for one. */
export function parseUtpSyn(packet: Uint8Array): UtpSyn | undefined {
  if (packet.length < UTP_HEADER_BYTES || packet[0] !== SYN) return undefined;
  return {
    connectionId: readU16(packet, 2),
    timestampMicroseconds: readU32(packet, 4),
    sequenceNumber: readU16(packet, 16),
  };
}

/** The packet that ends a connection before it began; smaller than any that asks for one. */
export function writeUtpReset(syn: UtpSyn): Uint8Array {
  const packet = new Uint8Array(UTP_HEADER_BYTES);
  packet[0] = RESET;
  writeU16(packet, 2, syn.connectionId);
  writeU32(packet, 4, syn.timestampMicroseconds);
  writeU16(packet, 18, syn.sequenceNumber);
  return packet;
}
