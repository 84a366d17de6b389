import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, renewed every `everyMs` while the page is seen: for times that pass without new rows. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}
