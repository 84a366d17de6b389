import { safeText } from '../../../../shared/safeText.ts';
import type { SiteTorrent } from '../siteTorrent.ts';
import { html } from './html.ts';

/** Feed readers look every few minutes; what is older than these was seen. */
const MAX_ITEMS = 100;

export interface Feed {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** `http://10.0.0.5:6969`, as the reader reached us. */
  readonly origin: string;
  /** Path and query of the page and of the feed itself. */
  readonly page: string;
  readonly self: string;
  /** The newest first. */
  readonly torrents: readonly SiteTorrent[];
  readonly magnetOf: (torrent: SiteTorrent) => string;
  /** What has to stand behind the address of a .torrent file for a reader that has no cookie; empty for nothing. */
  readonly suffix: string;
}

/**
 * RSS 2.0 with the .torrent file as enclosure, which every client that follows feeds takes, and the `torrent` namespace of
 * ezRSS for those that prefer a magnet link. Where there is no file, the magnet link is the enclosure.
 */
export function writeFeed({ origin, torrents, magnetOf, suffix, ...feed }: Feed): string {
  const items = torrents.slice(0, MAX_ITEMS).map((torrent) => {
    const { infoHash, name, bytes, createdAt, hasFile } = torrent;
    const magnet = magnetOf(torrent);
    const address = hasFile ? `${origin}/torrents/${infoHash}.torrent${suffix}` : magnet;
    const length =
      bytes === undefined
        ? undefined
        : html`<torrent:contentLength>${bytes}</torrent:contentLength>
`;
    return html`<item>
<title>${safeText(name)}</title>
<link>${origin}/torrents/${infoHash}</link>
<guid isPermaLink="false">urn:btih:${infoHash}</guid>
<pubDate>${new Date(createdAt).toUTCString()}</pubDate>
<enclosure url="${address}" length="${bytes ?? 0}" type="application/x-bittorrent"/>
<torrent:infoHash>${infoHash}</torrent:infoHash>
${length}<torrent:magnetURI>${magnet}</torrent:magnetURI>
</item>
`;
  });
  const { markup } = html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:torrent="http://xmlns.ezrss.it/0.1/">
<channel>
<title>${feed.title}</title>
<link>${origin}${feed.page}</link>
<description>${feed.description}</description>
<language>${feed.language}</language>
<ttl>5</ttl>
<atom:link href="${origin}${feed.self}" rel="self" type="application/rss+xml"/>
${items}</channel>
</rss>
`;
  return markup;
}
