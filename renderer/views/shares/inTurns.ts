/**
 * Runs `action` on every item, at most `atOnce` at a time, and goes on when one fails. Returns the failures: a person who
 * pauses a thousand shares is told once, and one that is gone does not keep the others from it.
 */
export async function inTurns<Item>(
  items: readonly Item[],
  action: (item: Item) => Promise<unknown>,
  atOnce = 8,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const queue = items.values();
  async function work(): Promise<void> {
    for (const item of queue) {
      try {
        await action(item);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return failures;
}
