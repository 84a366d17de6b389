import bencode from 'bencode';
import { z } from 'zod';
import { ask } from './jsonHttp.ts';

const counts = z.object({ complete: z.number(), incomplete: z.number(), downloaded: z.number() });
const reply = z.object({ files: z.record(z.string(), z.unknown()) });

export interface ScrapeCounts {
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
}

/** Scrapes one torrent over HTTP as the wire has it (BEP 48), without a line of Granary's own code. */
export async function rawScrape(httpOrigin: string, infoHash: string): Promise<ScrapeCounts> {
  const escaped = infoHash.replaceAll(/../g, '%$&');
  const answer = await ask(`${httpOrigin}/scrape?info_hash=${escaped}`);
  const { files } = reply.parse(bencode.decode(new Uint8Array(await answer.arrayBuffer())));
  const [first] = Object.values(files);
  const { complete, incomplete, downloaded } = counts.parse(first);
  return { seeders: complete, leechers: incomplete, completed: downloaded };
}
