/**
 * Reads and validates the `info` dictionary of a v1 torrent (BEP 3, with the private flag of BEP 27 and the fillers of BEP 47).
 * Hybrids (BEP 52) are read as the v1 torrent that they also are.
 *
 * Keys out of order are taken, although BEP 3 wants them sorted: programs that write such torrents exist, all clients take them, and
 * nothing depends on the order, because the info-hash is of the bytes as they stand. A key twice is refused: clients disagree on which
 * of the two counts, and so on what the torrent contains.
 */
import { createHash } from 'node:crypto';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { KIB, MIB } from '../../../shared/units.ts';
import { failure, success, type Result } from '../../../shared/result.ts';
import {
  asBytes,
  asDict,
  asInteger,
  asList,
  asText,
  parseBencode,
  type Bencoded,
  type BencodedDict,
  type BencodeError,
  type BencodeLimits,
} from '../codec/bencode.ts';
import { PIECE_HASH_BYTES, type Info, type InfoFile } from './info.ts';
import { createPieceMap } from './pieceMap.ts';
import { findPathProblem, type PathProblem } from './safePath.ts';
import type { TorrentError, TorrentErrorCode } from './torrentError.ts';

/** Room for a few hundred thousand files, and an end to what a hostile torrent can make us allocate. */
export const TORRENT_LIMITS: BencodeLimits = {
  maxBytes: 64 * MIB,
  maxDepth: 128,
  maxItems: 2_000_000,
  allowUnsortedKeys: true,
};

/** What is met in the wild; those that we make are narrower. */
const MIN_PIECE_LENGTH = KIB;
const MAX_PIECE_LENGTH = 128 * MIB;

/** `infoBytes` become part of the result and must not change afterwards. */
export function parseInfo(infoBytes: Uint8Array): Result<Info, TorrentError> {
  const parsed = parseBencode(infoBytes, TORRENT_LIMITS);
  if (!parsed.ok) return failure(notBencoded(parsed.error));
  const dict = asDict(parsed.value);
  if (dict === undefined) return invalid('field-invalid', 'the info is not a dictionary');
  if (dict['pieces'] === undefined && dict['meta version'] === 2) {
    return invalid('v2-only', 'it is for BitTorrent v2 alone, which is not supported yet');
  }

  const name = asText(dict['name.utf-8'] ?? dict['name']);
  if (name === undefined) return invalid('field-invalid', 'its name is missing or not UTF-8');
  const files = readFiles(dict, name);
  if (!files.ok) return files;
  const totalBytes = totalOf(files.value);
  const pieces = readPieces(dict, totalBytes);
  if (!pieces.ok) return pieces;
  const problem = findPathProblem(name, files.value);
  if (problem !== undefined) return failure(asTorrentError(problem));

  return success({
    infoHash: infoHashFromBytes(createHash('sha1').update(infoBytes).digest()),
    infoBytes,
    name,
    isSingleFile: dict['files'] === undefined,
    ...pieces.value,
    totalBytes,
    files: files.value,
    private: dict['private'] === 1,
  });
}

export function notBencoded(error: BencodeError): TorrentError {
  return { code: 'not-bencoded', message: `${error.message} at byte ${error.offset}` };
}

export function invalid(code: TorrentErrorCode, message: string): Result<never, TorrentError> {
  return failure({ code, message });
}

function readFiles(dict: BencodedDict, name: string): Result<readonly InfoFile[], TorrentError> {
  if (dict['files'] === undefined) {
    const length = readLength(dict['length']);
    if (length === undefined) return failure(badLength(name));
    return success([{ path: [name], length, offset: 0 }]);
  }
  const list = asList(dict['files']);
  if (list === undefined) return invalid('field-invalid', 'its files are not a list');
  if (dict['length'] !== undefined) return invalid('field-invalid', 'it is both one file and a folder');

  const files: InfoFile[] = [];
  let offset = 0;
  for (const entry of list) {
    const file = readFile(asDict(entry), offset);
    if (!file.ok) return file;
    files.push(file.value);
    offset += file.value.length;
    if (!Number.isSafeInteger(offset)) return failure(badLength(file.value.path.join('/')));
  }
  return success(files);
}

function readFile(entry: BencodedDict | undefined, offset: number): Result<InfoFile, TorrentError> {
  const components = asList(entry?.['path.utf-8'] ?? entry?.['path'])?.map(asText);
  if (entry === undefined || components === undefined || components.length === 0) {
    return invalid('field-invalid', 'a file has no path');
  }
  const path: string[] = [];
  for (const component of components) {
    if (component === undefined) {
      const shown = components.map((part) => part ?? '?').join('/');
      return failure({ code: 'path-unsafe', message: `the path ${shown} is not UTF-8`, path: shown });
    }
    path.push(component);
  }
  const length = readLength(entry['length']);
  if (length === undefined) return failure(badLength(path.join('/')));
  const isPadding = asText(entry['attr'])?.includes('p') === true;
  return success(isPadding ? { path, length, offset, isPadding } : { path, length, offset });
}

function readPieces(
  dict: BencodedDict,
  totalBytes: number,
): Result<Pick<Info, 'pieceLength' | 'pieceHashes'>, TorrentError> {
  const pieceLength = asInteger(dict['piece length']);
  if (pieceLength === undefined || pieceLength < MIN_PIECE_LENGTH || pieceLength > MAX_PIECE_LENGTH) {
    const range = `from ${MIN_PIECE_LENGTH} to ${MAX_PIECE_LENGTH}`;
    return invalid('piece-length-invalid', `its piece length is ${pieceLength ?? 'missing'}, not ${range} bytes`);
  }
  const pieceHashes = asBytes(dict['pieces']);
  if (pieceHashes === undefined) return invalid('field-invalid', 'its piece hashes are missing');
  if (totalBytes === 0) return invalid('no-content', 'it has no content');
  const { pieceCount } = createPieceMap(totalBytes, pieceLength);
  if (pieceHashes.length !== pieceCount * PIECE_HASH_BYTES) {
    const found = `${pieceHashes.length} bytes of piece hashes`;
    return invalid('piece-count-wrong', `it has ${found}, but its ${pieceCount} pieces need ${PIECE_HASH_BYTES} each`);
  }
  return success({ pieceLength, pieceHashes });
}

function readLength(value: Bencoded | undefined): number | undefined {
  const length = asInteger(value);
  return length !== undefined && length >= 0 ? length : undefined;
}

function totalOf(files: readonly InfoFile[]): number {
  const last = files.at(-1);
  return last === undefined ? 0 : last.offset + last.length;
}

function badLength(path: string): TorrentError {
  return { code: 'length-invalid', message: `the length of ${path} is missing or impossible`, path };
}

const CODES = {
  unsafe: 'path-unsafe',
  'too-long': 'path-too-long',
  clash: 'path-clash',
} as const satisfies Record<PathProblem['kind'], TorrentErrorCode>;

function asTorrentError({ kind, path, reason }: PathProblem): TorrentError {
  return { code: CODES[kind], message: `the path ${JSON.stringify(path)} ${reason}`, path };
}
