import type { FastifyReply, FastifyRequest } from 'fastify';
import { type InfoHash, parseInfoHash } from '../../../../shared/infoHash.ts';
import type { Clock } from '../../ports.ts';
import type { EventStreams } from '../eventStreams.ts';
import type { SiteCatalogue, Visitor } from '../siteCatalogue.ts';
import { PAGE_ROWS } from './listPage.ts';

/** Seeders, leechers and completed of one torrent, as its page shows them. */
type Counts = readonly [number, number, number];

export interface LiveCountsDeps {
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly catalogue: Pick<SiteCatalogue, 'find'>;
}

const TURN_MS = 2000;

/**
 * `GET /live?torrents=HASH,HASH`: server-sent events `counts`, each `{"HASH":[seeders,leechers,completed]}` with what changed.
 * The first has all; torrents that are not there are left out.
 */
export function answerLiveCounts(
  { clock, streams, catalogue }: LiveCountsDeps,
  { request, reply, visitor }: { request: FastifyRequest; reply: FastifyReply; visitor: Visitor },
): FastifyReply {
  const told = new Map<InfoHash, Counts | undefined>();
  for (const infoHash of wantedOf(request.url)) told.set(infoHash, undefined);
  const stream = streams.open(request, reply);
  if (stream === undefined) return reply;

  function tell(): void {
    const changed: Record<string, Counts> = {};
    for (const [infoHash, before] of told) {
      const torrent = catalogue.find(infoHash, visitor);
      if (torrent === undefined) continue;
      const now: Counts = [torrent.seeders, torrent.leechers, torrent.completed];
      if (before?.every((count, i) => count === now[i]) === true) continue;
      told.set(infoHash, now);
      changed[infoHash] = now;
    }
    if (Object.keys(changed).length > 0) stream?.send('counts', changed);
  }

  tell();
  const timer = clock.every(TURN_MS, tell);
  stream.onClose(() => timer.cancel());
  return reply;
}

function wantedOf(url: string): readonly InfoHash[] {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const wanted = (query.get('torrents') ?? '').split(',', PAGE_ROWS);
  return wanted.flatMap((text) => parseInfoHash(text) ?? []);
}
