import { createHash } from 'node:crypto';
import bencode from 'bencode';
import { z } from 'zod';

const dictionary = z.record(z.string(), z.unknown());

/**
 * The same torrent with other trackers: `announce` and `announce-list` are replaced, DHT nodes taken out, and the
 * `info` bytes are seen to be in the result as they were.
 */
export function withTrackers(torrent: Uint8Array, trackers: readonly string[]): Uint8Array {
  const {
    announce: _announce,
    'announce-list': _list,
    nodes: _nodes,
    ...rest
  } = dictionary.parse(bencode.decode(torrent));
  const tiers = trackers.map((tracker) => [tracker]);
  const edited = bencode.encode({ ...rest, announce: trackers[0], 'announce-list': tiers });
  const info = Buffer.from(bencode.encode(rest['info']));
  if (!Buffer.from(torrent).includes(info) || !Buffer.from(edited).includes(info)) {
    throw new Error('the info bytes did not survive the edit');
  }
  return edited;
}

/** Every tracker that a torrent names, tier after tier. */
export function trackersOf(torrent: Uint8Array): string[] {
  const text = (value: unknown): string => Buffer.from(z.instanceof(Uint8Array).parse(value)).toString();
  const { announce, 'announce-list': tiers } = dictionary.parse(bencode.decode(torrent));
  return tiers === undefined ? [text(announce)] : z.array(z.array(z.unknown())).parse(tiers).flat().map(text);
}

/** The info-hash as another program's writer gives it: SHA-1 of the `info` value, encoded again. */
export function infoHashOf(torrent: Uint8Array): string {
  const { info } = dictionary.parse(bencode.decode(torrent));
  return createHash('sha1').update(bencode.encode(info)).digest('hex');
}

/** The same torrent with one key less in `info`, and so another info-hash. */
export function withoutInfoKey(torrent: Uint8Array, key: string): Uint8Array {
  const { info, ...rest } = dictionary.parse(bencode.decode(torrent));
  const kept = Object.entries(dictionary.parse(info)).filter(([name]) => name !== key);
  return bencode.encode({ ...rest, info: Object.fromEntries(kept) });
}
