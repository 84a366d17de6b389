import { Readable } from 'node:stream';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { RequestHead } from '../codec/httpTrackerHead.ts';
import { SCRAPE_END, SCRAPE_START, writeScrapeFiles } from '../codec/httpTrackerReply.ts';
import { latin1Bytes } from '../codec/latin1.ts';
import type { Scraper, Tracker } from './tracker.ts';

/**
 * The scrape of every torrent at once (BEP 48), which is off unless a person turns it on: it tells strangers all that is here,
 * and may be large. It is made and sent in parts, only as fast as the client takes them.
 */

/** Torrents whose counts are looked up and written in one go: less than a millisecond. */
const PART = 256;
/** So many info-hashes are put in order in a few milliseconds. */
const MAX_TORRENTS = 20_000;

const HEAD = latin1Bytes('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n');

/** Whether the request asks for every torrent. */
export function isFullScrape({ path, method, query }: RequestHead): boolean {
  return path === 'scrape' && method === 'GET' && !query.includes('info_hash');
}

/** The whole response, the end of the connection being its end; undefined when there are too many torrents for one. */
export function openFullScrape(tracker: Tracker, scraper: Scraper): Readable | undefined {
  const infoHashes = tracker.infoHashes();
  if (infoHashes.length > MAX_TORRENTS) return undefined;
  return Readable.from(partsOf(tracker, infoHashes.toSorted(), scraper), { objectMode: false, highWaterMark: 1 });
}

async function* partsOf(
  tracker: Tracker,
  infoHashes: readonly InfoHash[],
  scraper: Scraper,
): AsyncGenerator<Uint8Array> {
  yield HEAD;
  yield SCRAPE_START;
  for (let at = 0; at < infoHashes.length; at += PART) {
    const told = infoHashes.slice(at, at + PART).filter((infoHash) => tracker.tells(infoHash, scraper));
    if (told.length > 0) yield writeScrapeFiles(told.map((infoHash) => ({ infoHash, ...tracker.counts(infoHash) })));
    // Whoever else asks has a turn between two parts.
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield SCRAPE_END;
}
