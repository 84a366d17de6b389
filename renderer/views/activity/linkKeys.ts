import type { KeyboardEvent } from 'react';

/**
 * The arrow keys go from link to link in a list that has no end for Tab: only the list itself is a stop for Tab, and its links
 * are not. Where there is no link to go to, the list scrolls as ever.
 */
export function moveAmongLinks(event: KeyboardEvent<HTMLElement>): void {
  const list = event.currentTarget;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) {
    // A link that is scrolled away would take the focus along.
    if (SCROLLING.has(event.key)) list.focus({ preventScroll: true });
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...list.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? links.find((link) => step > 0 && isBelowTop(link, list)) : links[at + step];
  if (next === undefined && at < 0) return;
  event.preventDefault();
  if (next !== undefined) next.focus();
  else if (step < 0) list.focus();
}

const SCROLLING: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End', 'Escape']);

function isBelowTop(link: Element, list: Element): boolean {
  return link.getBoundingClientRect().top > list.getBoundingClientRect().top;
}
