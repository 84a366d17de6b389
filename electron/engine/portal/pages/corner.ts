import { safeText } from '../../../../shared/safeText.ts';
import type { Publishing } from '../publishing.ts';
import type { Visitor } from '../siteCatalogue.ts';
import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';

/** Who is signed in, what they may do besides looking, and the way out. */
export function cornerOf(
  { person }: Visitor,
  page: PageLocale,
  publishing: Pick<Publishing, 'mayPublish'>,
): Markup | undefined {
  if (person === undefined) return undefined;
  const publish = publishing.mayPublish(person) ? html`<a href="/publish">${page.text('publish')}</a>` : undefined;
  return html`<div class="corner">${publish}<form method="post" action="/sign-out"><span dir="auto">${safeText(person.name)}</span><button>${page.text('signOut')}</button></form></div>`;
}
