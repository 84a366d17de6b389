/** A bar of `cells` cells of which `part` (0 to 1) is full: `████░░░░`. Only what is complete fills the last cell. */
export function bar(part: number, cells: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, part)) * cells);
  return '█'.repeat(full) + '░'.repeat(cells - full);
}
