/**
 * The bytes of D-Bus, as far as a desktop session for tests needs them: values by their type signature, and messages.
 * D-Bus Specification 0.43, "Marshaling (Wire Format)" and "Message Format". File descriptors are not known here.
 *
 * A message: offset 0 byte order (`l` or `B`), 1 kind, 2 flags, 3 version (1), 4 u32 body bytes, 8 u32 serial,
 * 12 array of (field code, variant), zeros to a multiple of 8, body.
 */

export interface Variant {
  readonly signature: string;
  readonly value: DbusValue;
}

/** Structures, arrays and entries of dictionaries are arrays; 64-bit numbers are bigint. */
export type DbusValue = string | number | bigint | boolean | Variant | readonly DbusValue[];

export const MESSAGE_KIND = { call: 1, reply: 2, error: 3, signal: 4 } as const;

export interface DbusMessage {
  readonly kind: number;
  readonly flags: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly errorName?: string;
  readonly replySerial?: number;
  readonly destination?: string;
  readonly sender?: string;
  readonly signature: string;
  readonly body: readonly DbusValue[];
}

const LITTLE_ENDIAN = 0x6c;
const FIXED_HEADER_BYTES = 16;
const HEADER = 'yyyyuua(yv)';
const FIELDS = [
  ['path', 1, 'o'],
  ['interface', 2, 's'],
  ['member', 3, 's'],
  ['errorName', 4, 's'],
  ['replySerial', 5, 'u'],
  ['destination', 6, 's'],
  ['sender', 7, 's'],
  ['signature', 8, 'g'],
] as const;

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};

export function writeMessage(message: DbusMessage): Uint8Array {
  const body = writeValues(message.signature, message.body);
  const fields = FIELDS.flatMap(([name, code, signature]): DbusValue[] => {
    const value = message[name];
    return value === undefined || value === '' ? [] : [[code, { signature, value }]];
  });
  const { kind, flags, serial } = message;
  const header = writeValues(HEADER, [LITTLE_ENDIAN, kind, flags, 1, body.length, serial, fields]);
  const bytes = new Uint8Array(aligned(header.length, 8) + body.length);
  bytes.set(header);
  bytes.set(body, aligned(header.length, 8));
  return bytes;
}

/** How long the message that begins here is; undefined while too little of it is there to tell. */
export function messageBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < FIXED_HEADER_BYTES) return undefined;
  const view = viewOf(bytes);
  const isLittle = bytes[0] === LITTLE_ENDIAN;
  return aligned(FIXED_HEADER_BYTES + view.getUint32(12, isLittle), 8) + view.getUint32(4, isLittle);
}

/** Of exactly one message. */
export function parseMessage(bytes: Uint8Array): DbusMessage {
  const isLittle = bytes[0] === LITTLE_ENDIAN;
  const [, kind, flags, , bodyBytes, serial, fields] = parseValues(HEADER, bytes, isLittle);
  const named: Record<string, DbusValue> = {};
  for (const field of list(fields)) {
    const [code, variant] = list(field);
    const name = FIELDS.find((known) => known[1] === code)?.[0];
    if (name !== undefined) named[name] = (variant as Variant).value;
  }
  const signature = typeof named['signature'] === 'string' ? named['signature'] : '';
  const body = parseValues(signature, bytes.subarray(bytes.length - Number(bodyBytes)), isLittle);
  return { ...named, kind: Number(kind), flags: Number(flags), serial: Number(serial), signature, body };
}

export function writeValues(signature: string, values: readonly DbusValue[]): Uint8Array {
  const bytes: number[] = [];
  typesIn(signature).forEach((type, index) => writeValue(bytes, type, values[index]));
  return Uint8Array.from(bytes);
}

/** `bytes` begin at a multiple of 8 of their message. */
export function parseValues(signature: string, bytes: Uint8Array, isLittle = true): DbusValue[] {
  const reader = { bytes, view: viewOf(bytes), isLittle, at: 0 };
  return typesIn(signature).map((type) => parseValue(reader, type));
}

/** The elements of what has to be an array. */
export function list(value: DbusValue | undefined): readonly DbusValue[] {
  if (!Array.isArray(value)) throw new Error(`not an array on the bus: ${String(value)}`);
  return value as readonly DbusValue[];
}

/** Of a dictionary of texts and variants, without the wrapping. */
export function properties(value: DbusValue | undefined): Readonly<Record<string, DbusValue>> {
  return Object.fromEntries(
    list(value).map((entry) => {
      const [name, variant] = list(entry);
      return [String(name), (variant as Variant).value];
    }),
  );
}

function writeValue(bytes: number[], type: string, value: DbusValue | undefined): void {
  if (value === undefined) throw new Error(`nothing given for a value of type ${type}`);
  pad(bytes, type);
  const kind = type.charAt(0);
  if (kind === 'a') return writeArray(bytes, type.slice(1), list(value));
  if (kind === '(' || kind === '{') {
    typesIn(type.slice(1, -1)).forEach((part, index) => writeValue(bytes, part, list(value)[index]));
  } else if (kind === 'v') {
    const variant = value as Variant;
    writeValue(bytes, 'g', variant.signature);
    writeValue(bytes, variant.signature, variant.value);
  } else if (kind === 's' || kind === 'o' || kind === 'g') {
    const text = new TextEncoder().encode(value as string);
    if (kind === 'g') bytes.push(text.length);
    else bytes.push(...numberBytes('u', text.length));
    bytes.push(...text, 0);
  } else bytes.push(...numberBytes(kind, value as number | bigint | boolean));
}

function writeArray(bytes: number[], element: string, values: readonly DbusValue[]): void {
  const lengthAt = bytes.length;
  bytes.push(0, 0, 0, 0);
  // The padding before the first element is there for an empty array too, and not counted.
  pad(bytes, element);
  const start = bytes.length;
  for (const value of values) writeValue(bytes, element, value);
  bytes.splice(lengthAt, 4, ...numberBytes('u', bytes.length - start));
}

function numberBytes(kind: string, value: number | bigint | boolean): Uint8Array {
  const bytes = new Uint8Array(ALIGNMENT[kind] ?? 0);
  const view = viewOf(bytes);
  if (kind === 'y') view.setUint8(0, Number(value));
  else if (kind === 'n' || kind === 'q') view.setUint16(0, Number(value), true);
  else if (kind === 'b' || kind === 'i' || kind === 'u') view.setUint32(0, Number(value), true);
  else if (kind === 'x' || kind === 't') view.setBigUint64(0, BigInt(value), true);
  else if (kind === 'd') view.setFloat64(0, Number(value), true);
  else throw new Error(`no such type on the bus: ${kind}`);
  return bytes;
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly isLittle: boolean;
  at: number;
}

function parseValue(reader: Reader, type: string): DbusValue {
  const kind = type.charAt(0);
  const alignment = alignmentOf(kind);
  reader.at = aligned(reader.at, alignment);
  if (kind === 'a') return parseArray(reader, type.slice(1));
  if (kind === '(' || kind === '{') return typesIn(type.slice(1, -1)).map((part) => parseValue(reader, part));
  if (kind === 'v') {
    const signature = parseValue(reader, 'g') as string;
    return { signature, value: parseValue(reader, signature) };
  }
  if (kind === 's' || kind === 'o' || kind === 'g') {
    const length = Number(parseValue(reader, kind === 'g' ? 'y' : 'u'));
    const text = new TextDecoder().decode(reader.bytes.subarray(reader.at, reader.at + length));
    reader.at += length + 1;
    return text;
  }
  const { at, isLittle, view } = reader;
  reader.at += alignment;
  if (kind === 'y') return view.getUint8(at);
  if (kind === 'n') return view.getInt16(at, isLittle);
  if (kind === 'q') return view.getUint16(at, isLittle);
  if (kind === 'b') return view.getUint32(at, isLittle) === 1;
  if (kind === 'i') return view.getInt32(at, isLittle);
  if (kind === 'u') return view.getUint32(at, isLittle);
  if (kind === 'x') return view.getBigInt64(at, isLittle);
  if (kind === 't') return view.getBigUint64(at, isLittle);
  return view.getFloat64(at, isLittle);
}

function parseArray(reader: Reader, element: string): DbusValue[] {
  const length = Number(parseValue(reader, 'u'));
  reader.at = aligned(reader.at, alignmentOf(element));
  const end = reader.at + length;
  const values: DbusValue[] = [];
  while (reader.at < end) values.push(parseValue(reader, element));
  return values;
}

/** `sa{sv}i` is three. */
function typesIn(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; at = typeEnd(signature, at))
    types.push(signature.slice(at, typeEnd(signature, at)));
  return types;
}

function typeEnd(signature: string, at: number): number {
  const kind = signature.charAt(at);
  if (kind === 'a') return typeEnd(signature, at + 1);
  if (kind !== '(' && kind !== '{') return at + 1;
  let end = at + 1;
  while (!')}'.includes(signature.charAt(end))) end = typeEnd(signature, end);
  return end + 1;
}

function alignmentOf(type: string): number {
  const alignment = ALIGNMENT[type.charAt(0)];
  if (alignment === undefined) throw new Error(`no such type on the bus: ${type}`);
  return alignment;
}

function pad(bytes: number[], type: string): void {
  const end = aligned(bytes.length, alignmentOf(type));
  while (bytes.length < end) bytes.push(0);
}

function aligned(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
