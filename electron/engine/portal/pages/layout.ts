import { html, type Markup } from './html.ts';
import type { PageLocale } from './pageLocale.ts';

export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** Address of the feed that goes with the page. */
  readonly feed?: string;
  /** Besides Granary's name, at the top: who is signed in, and the way out. */
  readonly corner?: Markup | undefined;
}

/** A whole document. Style, script and pictures are files of their own, so that the policy can forbid everything inline. */
export function layOutPage({ title, body, feed, corner }: Page, page: PageLocale): string {
  const feedLink =
    feed === undefined
      ? undefined
      : html`<link rel="alternate" type="application/rss+xml" title="${page.text('feed')}" href="${feed}">`;
  const { markup } = html`<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<title>${title} · Granary</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="/site/icon.svg">
<link rel="stylesheet" href="/site/page.css">
${feedLink}
<script src="/site/page.js" defer></script>
</head>
<body>
<header class="top"><div class="inner">
<a class="brand" href="/"><img src="/site/icon.svg" alt="" width="22" height="22">Granary</a>
${corner}
</div></header>
<main class="inner">
${body}
</main>
<footer class="inner"><p>${page.text('by')} · <a href="/stats">${page.text('stats')}</a></p></footer>
</body>
</html>
`;
  return markup;
}
