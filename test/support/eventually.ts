const PAUSE_MS = 100;

export interface EventuallyOptions {
  readonly timeoutMs?: number;
  /** Said when time runs out, in place of the last error alone. */
  readonly what: string;
}

/**
 * Asks again and again until `probe` gives something other than undefined, for programs that can only be asked.
 * A probe that throws is asked again too; its last error is the cause when time runs out.
 */
export async function eventually<Value>(
  probe: () => Promise<Value | undefined> | Value | undefined,
  { timeoutMs = 60_000, what }: EventuallyOptions,
): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  let cause: Error | undefined;
  while (performance.now() < deadline) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
      cause = undefined;
    } catch (error) {
      cause = error instanceof Error ? error : new Error(String(error));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}${cause ? `: ${cause.message}` : ''}`, { cause });
}
