/**
 * The handshake of the extension protocol (BEP 10): extended message 0, a bencoded dictionary whose keys are all optional.
 *
 * | key             | type       | meaning                                                                  |
 * |-----------------|------------|--------------------------------------------------------------------------|
 * | `m`             | dictionary | extension name to the id that the sender wants on messages to itself     |
 * | `metadata_size` | integer    | bytes of the info dictionary (BEP 9)                                     |
 * | `p`             | integer    | TCP port on which the sender listens                                     |
 * | `reqq`          | integer    | requests that the sender keeps in its queue                              |
 * | `upload_only`   | integer    | 1: the sender wants no data (BEP 21)                                     |
 * | `v`             | UTF-8      | client name and version                                                  |
 * | `yourip`        | bytes      | the receiver's address as the sender sees it, 4 or 16 bytes              |
 */
import { failure, success, type Result } from '../../../shared/result.ts';
import { parseBencode, writeBencode, type Bencoded, type BencodedDict, type BencodeError } from './bencode.ts';

export const EXTENSION_HANDSHAKE_ID = 0;

export interface ExtensionHandshake {
  /** Extension name to its id, 1 to 255. An id of 0 ("no longer wanted") is left out. */
  readonly extensions: ReadonlyMap<string, number>;
  /** As the peer wrote it: any text of any length. Clean it before showing it. */
  readonly client?: string;
  readonly listenPort?: number;
  readonly requestQueue?: number;
  readonly metadataBytes?: number;
  readonly uploadOnly?: boolean;
  readonly yourAddress?: Uint8Array;
}

export type ExtensionHandshakeError = BencodeError | { readonly code: 'not-a-dictionary'; readonly message: string };

const MAX_EXTENSIONS = 64;
/** A byte order mark is text like any other: what was written is what is read. */
const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the payload of extended message 0. Keys of a wrong type or range count as absent: no peer is cut off for a detail. */
export function parseExtensionHandshake(payload: Uint8Array): Result<ExtensionHandshake, ExtensionHandshakeError> {
  const parsed = parseBencode(payload);
  if (!parsed.ok) return parsed;
  const dict = dictOf(parsed.value);
  if (dict === undefined)
    return failure({ code: 'not-a-dictionary', message: 'an extension handshake is a dictionary' });
  const client = textOf(dict['v']);
  const listenPort = integerOf(dict['p'], 1, 0xffff);
  const requestQueue = integerOf(dict['reqq'], 0, Number.MAX_SAFE_INTEGER);
  const metadataBytes = integerOf(dict['metadata_size'], 1, Number.MAX_SAFE_INTEGER);
  const uploadOnly = integerOf(dict['upload_only'], 0, 1);
  const yourAddress = addressOf(dict['yourip']);
  return success({
    extensions: extensionsOf(dict['m']),
    ...(client !== undefined && { client }),
    ...(listenPort !== undefined && { listenPort }),
    ...(requestQueue !== undefined && { requestQueue }),
    ...(metadataBytes !== undefined && { metadataBytes }),
    ...(uploadOnly !== undefined && { uploadOnly: uploadOnly === 1 }),
    ...(yourAddress !== undefined && { yourAddress }),
  });
}

/** The payload of extended message 0. */
export function writeExtensionHandshake(handshake: ExtensionHandshake): Uint8Array {
  const { client, listenPort, requestQueue, metadataBytes, uploadOnly, yourAddress } = handshake;
  return writeBencode({
    m: Object.fromEntries(handshake.extensions),
    ...(metadataBytes !== undefined && { metadata_size: metadataBytes }),
    ...(listenPort !== undefined && { p: listenPort }),
    ...(requestQueue !== undefined && { reqq: requestQueue }),
    ...(uploadOnly !== undefined && { upload_only: uploadOnly ? 1 : 0 }),
    ...(client !== undefined && { v: new TextEncoder().encode(client) }),
    ...(yourAddress !== undefined && { yourip: yourAddress }),
  });
}

function extensionsOf(value: Bencoded | undefined): ReadonlyMap<string, number> {
  const extensions = new Map<string, number>();
  for (const [name, id] of Object.entries(dictOf(value) ?? {})) {
    const known = integerOf(id, 1, 0xff);
    if (known !== undefined && extensions.size < MAX_EXTENSIONS) extensions.set(name, known);
  }
  return extensions;
}

function dictOf(value: Bencoded | undefined): BencodedDict | undefined {
  if (typeof value !== 'object' || value instanceof Uint8Array || Array.isArray(value)) return undefined;
  return value as BencodedDict;
}

function integerOf(value: Bencoded | undefined, smallest: number, largest: number): number | undefined {
  return typeof value === 'number' && value >= smallest && value <= largest ? value : undefined;
}

function textOf(value: Bencoded | undefined): string | undefined {
  return value instanceof Uint8Array ? text.decode(value) : undefined;
}

function addressOf(value: Bencoded | undefined): Uint8Array | undefined {
  return value instanceof Uint8Array && (value.length === 4 || value.length === 16) ? value : undefined;
}
