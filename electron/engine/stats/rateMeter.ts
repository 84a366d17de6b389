/** A rate over the last few seconds, from counts added along the way. Times are milliseconds of a clock that only grows. */
export interface RateMeter {
  add(bytes: number, nowMs: number): void;
  /** Bytes per second, averaged over the last five seconds, or over all the time since the first bytes if that is less. */
  rateBytesPerSecond(nowMs: number): number;
}

const SLOT_MS = 500;
const SLOTS = 10;
/** The first instants say little about a rate. */
const SHORTEST_AVERAGE_MS = 1000;

export function createRateMeter(): RateMeter {
  const bytesOfSlot = new Float64Array(SLOTS);
  let newest = Number.NEGATIVE_INFINITY;
  let startedMs: number | undefined;

  return {
    add(bytes, nowMs) {
      const slot = advanceTo(nowMs);
      startedMs ??= nowMs;
      bytesOfSlot[slot] = (bytesOfSlot[slot] ?? 0) + bytes;
    },
    rateBytesPerSecond(nowMs) {
      advanceTo(nowMs);
      const bytes = bytesOfSlot.reduce((sum, slot) => sum + slot, 0);
      const coveredMs = Math.min(SLOTS * SLOT_MS, Math.max(SHORTEST_AVERAGE_MS, nowMs - (startedMs ?? nowMs)));
      return (bytes * 1000) / coveredMs;
    },
  };

  /** Empties the slots that have come around again, and returns the current one. */
  function advanceTo(nowMs: number): number {
    const current = Math.floor(nowMs / SLOT_MS);
    const passed = Math.min(current - newest, SLOTS);
    for (let i = 0; i < passed; i++) bytesOfSlot[(((current - i) % SLOTS) + SLOTS) % SLOTS] = 0;
    newest = Math.max(newest, current);
    return ((newest % SLOTS) + SLOTS) % SLOTS;
  }
}
