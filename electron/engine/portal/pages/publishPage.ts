import { MAX_TORRENT_BYTES } from '../../../../shared/torrentLists.ts';
import { safeText } from '../../../../shared/safeText.ts';
import type { InfoHash } from '../../../../shared/infoHash.ts';
import type { Publishing } from '../publishing.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';

export interface PublishPage {
  readonly groups: ReturnType<Publishing['groupsFor']>;
  /** Ids of those that were chosen. */
  readonly chosen: readonly number[];
  readonly problem: Markup | undefined;
}

export function publishBody({ groups, chosen, problem }: PublishPage, page: PageLocale): Markup {
  return html`<div class="card"><p><a href="/">← ${page.text('back')}</a></p>
<h1>${page.text('publish')}</h1>
<p class="muted">${page.text('publishWhat')}</p>${problem && html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/publish" enctype="multipart/form-data">
<label>${page.text('torrentFile')}<input type="file" name="torrent" accept=".torrent,application/x-bittorrent" required aria-describedby="most"></label>
<p class="muted" id="most">${page.text('torrentFileMost', page.pieceBytes(MAX_TORRENT_BYTES))}</p>
${groups.length === 0 ? undefined : groupChoice({ groups, chosen }, page)}
<button class="main">${page.text('publishNow')}</button></form></div>`;
}

function groupChoice({ groups, chosen }: Pick<PublishPage, 'groups' | 'chosen'>, page: PageLocale): Markup {
  const boxes = groups.map(({ id, name }) => {
    const checked = chosen.includes(id) ? html` checked` : undefined;
    return html`<label class="choice"><input type="checkbox" name="group" value="${id}"${checked}><span dir="auto">${safeText(name)}</span></label>
`;
  });
  return html`<fieldset aria-describedby="all"><legend>${page.text('publishFor')}</legend>
<div class="choices">${boxes}</div><p class="muted" id="all">${page.text('publishForAll')}</p></fieldset>`;
}

export function withdrawBody(
  { infoHash, name }: { readonly infoHash: InfoHash; readonly name: string },
  page: PageLocale,
): Markup {
  return html`<div class="card"><h1>${page.text('takeOffAsk', safeText(name))}</h1>
<p>${page.text('takeOffWhat')}</p>
<form method="post" action="/torrents/${infoHash}/withdraw">
<button class="main">${page.text('takeOff')}</button>
<a class="button" href="/torrents/${infoHash}">${page.text('takeOffNot')}</a></form></div>`;
}

/** On the page of a torrent, for who may take it off. */
export function publishedNote(
  { infoHash, by }: { readonly infoHash: InfoHash; readonly by: string | undefined },
  page: PageLocale,
): Markup {
  const words = by === undefined ? page.text('publishedByYou') : page.text('publishedBy', safeText(by));
  return html`<p class="note"><span>${words}</span> <a href="/torrents/${infoHash}/withdraw">${page.text('takeOff')}</a></p>`;
}
