import { useEffect, useState } from 'react';

const SECOND_MS = 1000;

/** Whole seconds until a point in time (milliseconds since the epoch), 0 when it is over. Stands still while the window is hidden. */
export function useCountdown(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    let timer: number | undefined;
    const tick = (): void => {
      window.clearTimeout(timer);
      setNow(Date.now());
      if (document.hidden || Date.now() >= until) return;
      timer = window.setTimeout(tick, SECOND_MS);
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / SECOND_MS));
}
