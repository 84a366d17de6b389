/** Runs in the page: what sticks out where no scrolling leads to it. */
export function findLost(): string[] {
  const lost: string[] = [];
  const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) lost.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);
  const controls = document.querySelectorAll('button, a[href], input, [role="tab"], [role="searchbox"]');
  for (const control of controls) {
    const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
    if (width <= 1 || height <= 1 || !control.checkVisibility({ visibilityProperty: true })) continue;
    const isScrolled = hasScroller(control);
    const isOutside = left < -1 || top < -1 || right > clientWidth + 1 || bottom > clientHeight + 1;
    if (isOutside && !isScrolled)
      lost.push(`${control.tagName} "${control.textContent}" ${left},${top} ${right},${bottom}`);
  }
  return lost;

  function hasScroller(element: Element): boolean {
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(parent);
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
      if (scrolls(overflowY) && parent.scrollHeight > parent.clientHeight) return true;
      if (scrolls(overflowX) && parent.scrollWidth > parent.clientWidth) return true;
    }
    return false;
  }
}
