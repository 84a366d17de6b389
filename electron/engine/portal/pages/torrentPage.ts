import { safeText } from '../../../../shared/safeText.ts';
import type { SiteTorrentDetail } from '../siteTorrent.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';
import { stateMark } from './stateMark.ts';

/** A torrent of a hundred thousand files would be a page of many megabytes. */
const MAX_FILES = 1000;
const MAX_COMMENT_CHARACTERS = 2000;
const MAX_PATH_CHARACTERS = 400;

export interface TorrentPage {
  readonly torrent: SiteTorrentDetail;
  readonly magnet: string;
  /** Below what can be done with it. */
  readonly note?: Markup | undefined;
}

export function torrentBody({ torrent, magnet, note }: TorrentPage, page: PageLocale): Markup {
  const { infoHash } = torrent;
  const name = safeText(torrent.name);
  return html`
<p><a href="/">← ${page.text('back')}</a></p>
<div class="head" data-torrent="${infoHash}">
<div><h1 dir="auto">${name}</h1>
<p>${stateMark(torrent.state, page, true)}</p>
<p class="figures">${sizeOf(torrent, page)}<b data-count="seeders">${page.count(torrent.seeders)}</b> ${page.text('seeders')} · <b data-count="leechers">${page.count(torrent.leechers)}</b> ${page.text('leechers')} · <b data-count="completed">${page.count(torrent.completed)}</b> ${page.text('completed')}</p>
<p class="actions"><a class="button main" href="${magnet}">${page.text('magnet')}</a> ${torrent.hasFile ? html`<a class="button" href="/torrents/${infoHash}.torrent">${page.text('torrent')}</a> ` : undefined}<button type="button" hidden data-copy="${magnet}" data-copied="${page.text('copied')}">${page.text('copy')}</button></p>${note}</div>
<figure><img src="/torrents/${infoHash}/qr.svg" width="200" height="200" alt="${page.text('scan')}"><figcaption class="muted">${page.text('scan')}</figcaption></figure>
</div>
${fileTable(torrent, page)}
<h2>${page.text('about')}</h2>
${facts(torrent, page)}`;
}

function sizeOf({ bytes }: SiteTorrentDetail, page: PageLocale): Markup | undefined {
  return bytes === undefined ? undefined : html`<b>${page.bytes(bytes)}</b> · `;
}

function fileTable({ content, name }: SiteTorrentDetail, page: PageLocale): Markup | undefined {
  if (content === undefined) return undefined;
  const { files } = content;
  const rest = files.length - MAX_FILES;
  const more =
    rest > 0
      ? html`<tr><td colspan="2" class="muted">${page.text('filesMore', page.count(rest))}</td></tr>`
      : undefined;
  const rows = files.slice(0, MAX_FILES).map(({ path, bytes }) => {
    const shown = path.length === 0 ? name : path.join('/');
    return html`<tr><td dir="auto">${safeText(shown, MAX_PATH_CHARACTERS)}</td><td class="figure">${page.bytes(bytes)}</td></tr>
`;
  });
  return html`<h2>${page.text('files')}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${page.text('files')}"><table class="files">
<thead><tr><th scope="col">${page.text('name')}</th><th scope="col" class="figure">${page.text('size')}</th></tr></thead>
<tbody>${rows}${more}</tbody></table></div>`;
}

function facts(torrent: SiteTorrentDetail, page: PageLocale): Markup {
  const { comment, infoHash, createdAt, content } = torrent;
  const fact = (name: string, value: Markup | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  return html`<dl>
${comment === undefined || comment === '' ? undefined : fact(page.text('comment'), html`<span dir="auto">${safeText(comment, MAX_COMMENT_CHARACTERS)}</span>`)}
${fact(page.text('added'), page.date(createdAt))}
${fact(page.text('infoHash'), html`<code>${infoHash}</code>`)}
${content && fact(page.text('pieces'), page.text('piecesOf', page.count(content.pieces), page.pieceBytes(content.pieceLength)))}
${content?.isPrivate === true ? fact(page.text('private'), page.text('privateWhat')) : undefined}
</dl>`;
}
