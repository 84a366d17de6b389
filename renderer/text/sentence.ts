/**
 * The engine's messages are parts of a line on the terminal: they begin small and have no full stop. Here they become
 * sentences that others can stand beside.
 */
export function asSentence(text = ''): string {
  const begun = capitalised(text.trim());
  return begun === '' || /[.!?…:]$/.test(begun) ? begun : `${begun}.`;
}

/** Begins large, and goes on as it was. */
export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
