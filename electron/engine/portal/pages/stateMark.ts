import type { SiteTorrent } from '../siteTorrent.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';

/** Each state has a shape of its own, as in the window, so that nobody needs to tell the colours apart. */
const SHAPES: Readonly<Record<SiteTorrent['state'], Markup>> = {
  seeding: html`<circle cx="5" cy="5" r="4"/>`,
  checking: html`<rect x="1" y="1" width="8" height="8" rx="1.5"/>`,
  paused: html`<path d="M1.5 1h2.5v8H1.5zM6 1h2.5v8H6z"/>`,
  listed: html`<path d="M5 .8 9.2 5 5 9.2.8 5z"/>`,
  error: html`<path d="M5 .8 9.6 9.2H.4z"/>`,
};

/** The word is for screen readers and for the pointer; `withWord` shows it to everyone. */
export function stateMark(state: SiteTorrent['state'], page: PageLocale, withWord = false): Markup {
  const word = page.text(state);
  const drawing = html`<svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" class="mark ${state}">${SHAPES[state]}</svg>`;
  if (withWord) return html`${drawing}${word}`;
  return html`<span class="state" title="${word}">${drawing}<span class="unseen">${word}</span></span>`;
}
