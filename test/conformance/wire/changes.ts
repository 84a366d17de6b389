/** How long a tracker may take for anything; it is on this machine or near it. */
export const PATIENCE_MS = 3000;

/** Lets one wait for something that arrives piece by piece. */
export interface Changes {
  /** Something arrived, or ended. */
  happen(): void;
  /** Resolves with what `look` finds, as soon as it finds something; undefined when time runs out. */
  until<Value>(look: () => Value | undefined, patienceMs?: number): Promise<Value | undefined>;
}

export function createChanges(): Changes {
  const waiting = new Set<() => void>();

  return {
    happen() {
      for (const look of waiting) look();
    },
    until(look, patienceMs = PATIENCE_MS) {
      const found = look();
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => {
        const timer = setTimeout(() => finish(undefined), patienceMs);
        const again = (): void => {
          const now = look();
          if (now !== undefined) finish(now);
        };
        function finish(value: ReturnType<typeof look>): void {
          clearTimeout(timer);
          waiting.delete(again);
          resolve(value);
        }
        waiting.add(again);
      });
    },
  };
}
