import { safeText } from '../../../../shared/safeText.ts';
import { foldText, sortText } from '../../views/foldText.ts';
import type { SiteTorrent } from '../siteTorrent.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';
import type { PageText } from './pageTexts.ts';
import { stateMark } from './stateMark.ts';

/** What the address of a list asks for. */
export interface ListQuery {
  /** Text that names must contain; case and accents do not count. */
  readonly search: string;
  readonly sort: ListSort;
  /** From 1. */
  readonly page: number;
}

export const LIST_SORTS = ['added', 'name', 'size', 'seeders', 'leechers'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

const MAX_SEARCH_CHARACTERS = 200;
export const PAGE_ROWS = 100;

/** Whatever it says: what makes no sense counts as not said. */
export function parseListQuery(query: URLSearchParams): ListQuery {
  const page = Number(query.get('page') ?? 1);
  return {
    search: (query.get('q') ?? '').slice(0, MAX_SEARCH_CHARACTERS).trim(),
    sort: LIST_SORTS.find((sort) => sort === query.get('sort')) ?? 'added',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** Those that match, in order: the newest or most first, and names from A to Z. */
export function chooseTorrents(
  torrents: readonly SiteTorrent[],
  { search, sort }: Pick<ListQuery, 'search' | 'sort'>,
): readonly SiteTorrent[] {
  const words = foldText(search).split(/\s+/).filter(Boolean);
  const matches = ({ name }: SiteTorrent): boolean => words.every((word) => foldText(name).includes(word));
  const found = words.length === 0 ? torrents : torrents.filter(matches);
  return sort === 'name' ? byName(found) : byFigure(found, sort);
}

function byFigure(torrents: readonly SiteTorrent[], sort: Exclude<ListSort, 'name'>): readonly SiteTorrent[] {
  const figured = torrents.map((torrent) => ({ torrent, figure: figureOf(torrent, sort) }));
  return figured.toSorted((a, b) => b.figure - a.figure).map(({ torrent }) => torrent);
}

function byName(torrents: readonly SiteTorrent[]): readonly SiteTorrent[] {
  const keyed = torrents.map((torrent) => ({ torrent, key: sortText(torrent.name) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ torrent }) => torrent);
}

/** A figure that is not asked for may cost something. */
function figureOf(torrent: SiteTorrent, sort: Exclude<ListSort, 'name'>): number {
  switch (sort) {
    case 'added':
      return torrent.createdAt;
    case 'size':
      return torrent.bytes ?? -1;
    case 'seeders':
    case 'leechers':
      return torrent[sort];
  }
}

export interface ListPage {
  readonly query: ListQuery;
  /** All that match, in order. */
  readonly found: readonly SiteTorrent[];
  /** Behind the address of the feed. */
  readonly feedKey: string;
  readonly magnetOf: (torrent: SiteTorrent) => string;
}

export function listBody({ query, found, feedKey, magnetOf }: ListPage, page: PageLocale): Markup {
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS));
  const at = Math.min(query.page, pages);
  const rows = found.slice((at - 1) * PAGE_ROWS, at * PAGE_ROWS);
  const count = page.text(found.length === 1 ? 'countOne' : 'countMany', page.count(found.length));
  return html`
<div class="head">
<div><h1>${page.text('title')}</h1><p class="muted">${page.text('intro')}</p></div>
${searchForm(query, page)}
</div>
${rows.length === 0 ? empty(query, page) : table(rows, { query, magnetOf }, page)}
<div class="below"><p class="muted">${count} · <a href="${feedAddress(query)}${feedKey}">${page.text('feed')}</a></p>
${pages > 1 ? pageLinks(query, { at, pages }, page) : undefined}</div>`;
}

function searchForm({ search, sort }: ListQuery, page: PageLocale): Markup {
  const kept = sort === 'added' ? undefined : html`<input type="hidden" name="sort" value="${sort}">`;
  return html`<form role="search" action="/" method="get">${kept}
<input type="search" name="q" value="${search}" aria-label="${page.text('searchLabel')}" placeholder="${page.text('searchLabel')}" maxlength="${MAX_SEARCH_CHARACTERS}">
<button>${page.text('search')}</button></form>`;
}

function empty({ search }: ListQuery, page: PageLocale): Markup {
  if (search === '') return html`<p class="empty">${page.text('none')}</p>`;
  return html`<p class="empty">${page.text('noneFound')} <a href="/">${page.text('clear')}</a></p>`;
}

function table(
  rows: readonly SiteTorrent[],
  { query, magnetOf }: Pick<ListPage, 'query' | 'magnetOf'>,
  page: PageLocale,
): Markup {
  const head = (key: ListSort, text: PageText, kind?: string) => columnHead(query, { key, text, kind }, page);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${page.text('title')}"><table>
<thead><tr>${head('name', 'name')}${head('size', 'size', 'figure')}${head('added', 'added', 'wide')}${head('seeders', 'seeders', 'figure')}${head('leechers', 'leechers', 'figure')}<th scope="col">${page.text('get')}</th></tr></thead>
<tbody>${rows.map((torrent) => row(torrent, magnetOf(torrent), page))}</tbody>
</table></div>`;
}

function columnHead(
  query: ListQuery,
  { key, text, kind }: { readonly key: ListSort; readonly text: PageText; readonly kind: string | undefined },
  page: PageLocale,
): Markup {
  const name = page.text(text);
  const direction = key === 'name' ? 'ascending' : 'descending';
  const sorted = query.sort === key ? html` aria-sort="${direction}"` : undefined;
  const address = listAddress({ ...query, sort: key, page: 1 });
  return html`<th scope="col" class="${kind}"${sorted}><a href="${address}" title="${page.text('sortBy', name)}">${name}</a></th>`;
}

function row(torrent: SiteTorrent, magnet: string, page: PageLocale): Markup {
  const { infoHash, bytes, createdAt, seeders, leechers } = torrent;
  const name = safeText(torrent.name);
  return html`<tr data-torrent="${infoHash}">
<th scope="row">${stateMark(torrent.state, page)}<a class="name" href="/torrents/${infoHash}" dir="auto">${name}</a></th>
<td class="figure">${bytes === undefined ? '–' : page.bytes(bytes)}</td>
<td class="wide muted">${page.date(createdAt)}</td>
<td class="figure" data-count="seeders">${page.count(seeders)}</td>
<td class="figure" data-count="leechers">${page.count(leechers)}</td>
<td class="links"><a href="${magnet}" aria-label="${page.text('magnetOf', name)}">${page.text('magnet')}</a>${torrent.hasFile ? html` <a href="/torrents/${infoHash}.torrent" aria-label="${page.text('torrentOf', name)}">${page.text('torrent')}</a>` : undefined}</td>
</tr>
`;
}

function pageLinks(query: ListQuery, { at, pages }: { at: number; pages: number }, page: PageLocale): Markup {
  const link = (to: number, text: PageText, rel: string) =>
    to < 1 || to > pages
      ? undefined
      : html`<a rel="${rel}" href="${listAddress({ ...query, page: to })}">${page.text(text)}</a>`;
  const where = `${page.count(at)} / ${page.count(pages)}`;
  return html`<nav aria-label="${page.text('pages')}">${link(at - 1, 'previous', 'prev')} <span>${page.text('pageOf', where)}</span> ${link(at + 1, 'next', 'next')}</nav>`;
}

function listAddress({ search, sort, page }: ListQuery): string {
  return addressOf('/', { search, sort, page });
}

/** The feed of the same list, which is always the newest first. */
export function feedAddress({ search }: Pick<ListQuery, 'search'>): string {
  return addressOf('/feed.xml', { search, sort: 'added', page: 1 });
}

function addressOf(path: string, { search, sort, page }: ListQuery): string {
  const query = new URLSearchParams({
    ...(search !== '' && { q: search }),
    ...(sort !== 'added' && { sort }),
    ...(page > 1 && { page: String(page) }),
  });
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
