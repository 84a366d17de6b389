import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface Need {
  readonly content: string;
  /** CSS pixels. */
  readonly width: number;
}

export interface Fit {
  readonly line: RefObject<HTMLDivElement | null>;
  /** Whether all of it may be drawn, in one line. */
  readonly isFitting: boolean;
}

/**
 * Whether everything fits into one line. It is drawn in full once and measured before it is seen; from then on the width of
 * the line decides. `content` names what is in it: something else is measured anew.
 */
export function useFits(content: string): Fit {
  const line = useRef<HTMLDivElement>(null);
  const [need, setNeed] = useState<Need>();
  const [width, setWidth] = useState(0);
  const isFitting = need?.content !== content || width >= need.width;
  useLayoutEffect(() => {
    const element = line.current;
    if (element === null || !isFitting || element.scrollWidth <= element.clientWidth) return;
    setNeed({ content, width: element.scrollWidth });
    setWidth(element.clientWidth);
  }, [content, isFitting, width]);
  useEffect(() => {
    const element = line.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { line, isFitting };
}
