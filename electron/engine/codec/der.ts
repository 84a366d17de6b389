/**
 * Writes values in DER (ITU-T X.690): what a certificate is made of. Each is a tag, the length of the content, and the content.
 */

const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  laterTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function derSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return derValue(TAGS.sequence, Buffer.concat(parts));
}

export function derSet(...parts: readonly Uint8Array[]): Uint8Array {
  return derValue(TAGS.set, Buffer.concat(parts));
}

export const DER_TRUE: Uint8Array = derValue(TAGS.boolean, Uint8Array.of(0xff));

/** A whole number that is not negative, in as few bytes as it takes. */
export function derInteger(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  // The highest bit is a sign.
  return derValue(TAGS.integer, (digits[0] ?? 0) < 0x80 ? digits : Buffer.concat([Uint8Array.of(0), digits]));
}

/** `2.5.4.3`: the first two numbers in one byte, the others in as many groups of seven bits as they need. */
export function derOid(text: string): Uint8Array {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number);
  return derValue(TAGS.oid, Uint8Array.from([first * 40 + second, ...others.flatMap(base128)]));
}

export function derText(text: string): Uint8Array {
  return derValue(TAGS.utf8, Buffer.from(text));
}

/** To the second, in UTC. Certificates give years before 2050 in two digits (RFC 5280 section 4.1.2.5). */
export function derTime(epochMs: number): Uint8Array {
  const digits = new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
  return digits < '2050'
    ? derValue(TAGS.time, Buffer.from(`${digits.slice(2)}Z`))
    : derValue(TAGS.laterTime, Buffer.from(`${digits}Z`));
}

export function derOctets(bytes: Uint8Array): Uint8Array {
  return derValue(TAGS.octets, bytes);
}

/** Bits, of which the last `unused` do not count. */
export function derBits(bytes: Uint8Array, unused = 0): Uint8Array {
  return derValue(TAGS.bits, Buffer.concat([Uint8Array.of(unused), bytes]));
}

/** Content under a tag whose number only its place gives a meaning. */
export function derTagged(number: number, content: Uint8Array, form: 'whole' | 'bare' = 'whole'): Uint8Array {
  return derValue((form === 'whole' ? 0xa0 : 0x80) + number, content);
}

function derValue(tag: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

/** Below 128 in one byte; above, the number of bytes that follow and then those. */
function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return Uint8Array.from([0x80 | bytes.length, ...bytes]);
}

function base128(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
