import { parseExtensionHandshake, writeExtensionHandshake } from '../../electron/engine/codec/extensionHandshake.ts';
import {
  METADATA_PIECE_BYTES,
  parseMetadataMessage,
  writeMetadataMessage,
} from '../../electron/engine/codec/utMetadata.ts';
import type { TestLeecher } from './testLeecher.ts';

const OUR_ID = 3;

/** Introduces the leecher and returns the id under which the seeder takes metadata messages, and how much there is. */
export async function openMetadata(leecher: TestLeecher): Promise<{ theirId: number; metadataBytes: number }> {
  const payload = writeExtensionHandshake({ extensions: new Map([['ut_metadata', OUR_ID]]), client: 'Test leecher 1' });
  leecher.send({ kind: 'extended', extendedId: 0, payload });
  const theirs = parseExtensionHandshake((await leecher.next('extended')).payload);
  if (!theirs.ok) throw new Error(`the seeder's extension handshake: ${theirs.error.message}`);
  const { extensions, metadataBytes } = theirs.value;
  const theirId = extensions.get('ut_metadata');
  if (theirId === undefined || metadataBytes === undefined) throw new Error('the seeder offers no metadata');
  return { theirId, metadataBytes };
}

/** Fetches the info dictionary as a magnet client does (BEP 9). */
export async function fetchMetadata(leecher: TestLeecher): Promise<Uint8Array> {
  const { theirId, metadataBytes } = await openMetadata(leecher);
  const parts: Uint8Array[] = [];
  for (let piece = 0; piece * METADATA_PIECE_BYTES < metadataBytes; piece++) {
    const answer = await askForMetadata(leecher, theirId, piece);
    if (answer.kind !== 'data' || answer.totalBytes !== metadataBytes)
      throw new Error(`metadata piece ${piece} refused`);
    parts.push(answer.data);
  }
  return Buffer.concat(parts);
}

export async function askForMetadata(leecher: TestLeecher, theirId: number, piece: number) {
  leecher.send({ kind: 'extended', extendedId: theirId, payload: writeMetadataMessage({ kind: 'request', piece }) });
  const { extendedId, payload } = await leecher.next('extended');
  if (extendedId !== OUR_ID) throw new Error(`an extended message ${extendedId} came instead of ${OUR_ID}`);
  const answer = parseMetadataMessage(payload);
  if (!answer.ok) throw new Error(`the metadata message is ${answer.error}`);
  return answer.value;
}
