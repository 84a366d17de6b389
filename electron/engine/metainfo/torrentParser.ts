import { failure, success, type Result } from '../../../shared/result.ts';
import { asInteger, asList, asText, parseBencode, rawRanges, type Bencoded, type ByteRange } from '../codec/bencode.ts';
import type { Info } from './info.ts';
import { invalid, notBencoded, parseInfo, TORRENT_LIMITS } from './infoParser.ts';
import type { TorrentError } from './torrentError.ts';

/** A `.torrent` file (BEP 3; tiers of trackers BEP 12, DHT nodes BEP 5). */
export interface Torrent {
  readonly info: Info;
  /** Tiers of announce URLs, the first to be tried first. */
  readonly trackers: readonly (readonly string[])[];
  readonly nodes: readonly TorrentNode[];
  readonly comment?: string;
  /** Seconds since the epoch. */
  readonly createdAtSeconds?: number;
  readonly createdBy?: string;
}

/** A DHT node to start from. */
export interface TorrentNode {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads a `.torrent` file of any origin; the result shares no memory with `bytes`. What is around `info` only helps to find peers:
 * a part of it that is missing or malformed is left out.
 */
export function parseTorrent(bytes: Uint8Array): Result<Torrent, TorrentError> {
  const ranges = rawRanges(bytes, TORRENT_LIMITS);
  if (!ranges.ok) return failure(notBencoded(ranges.error));
  const infoRange = ranges.value.get('info');
  if (infoRange === undefined) return invalid('field-invalid', 'it has no info');
  // Not slice(): that of a Buffer is a view.
  const info = parseInfo(Uint8Array.from(bytes.subarray(infoRange.start, infoRange.end)));
  if (!info.ok) return info;

  const field = (key: string): Bencoded | undefined => readField(bytes, ranges.value.get(key));
  const comment = asText(field('comment.utf-8') ?? field('comment'));
  const createdBy = asText(field('created by'));
  const createdAtSeconds = asInteger(field('creation date'));
  return success({
    info: info.value,
    trackers: readTrackers(field('announce-list'), field('announce')),
    nodes: readNodes(field('nodes')),
    ...(comment !== undefined && { comment }),
    ...(createdBy !== undefined && { createdBy }),
    ...(createdAtSeconds !== undefined && createdAtSeconds >= 0 && { createdAtSeconds }),
  });
}

/** Field by field, so that the keys of a v2 torrent's `piece layers`, which are no text, are never decoded. */
function readField(bytes: Uint8Array, range: ByteRange | undefined): Bencoded | undefined {
  if (range === undefined) return undefined;
  const parsed = parseBencode(bytes.subarray(range.start, range.end), TORRENT_LIMITS);
  return parsed.ok ? parsed.value : undefined;
}

/** A list of tiers, where there is one, takes the place of the single URL (BEP 12). */
function readTrackers(list: Bencoded | undefined, single: Bencoded | undefined): readonly (readonly string[])[] {
  const tiers = (asList(list) ?? []).map(readTier).filter((tier) => tier.length > 0);
  return tiers.length > 0 ? tiers : [readTier([single])].filter((tier) => tier.length > 0);
}

function readTier(tier: Bencoded | readonly (Bencoded | undefined)[]): readonly string[] {
  const urls = Array.isArray(tier) ? tier.map((url: Bencoded | undefined) => asText(url)) : [];
  return urls.filter((url): url is string => url !== undefined && url !== '');
}

function readNodes(value: Bencoded | undefined): readonly TorrentNode[] {
  return (asList(value) ?? []).flatMap((node) => {
    const pair = asList(node);
    const host = asText(pair?.[0]);
    const port = asInteger(pair?.[1]);
    const isUsable = host !== undefined && host !== '' && port !== undefined && port >= 1 && port <= 65_535;
    return isUsable ? [{ host, port }] : [];
  });
}
