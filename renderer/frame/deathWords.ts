/** Why the engine's process ended, from the words of whoever watched it. */
export type Death =
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'other' };

export function deathOf(reason: string): Death {
  const signal = /\bSIG[A-Z]+\d*\b/.exec(reason)?.[0];
  if (signal !== undefined) return { kind: 'signal', signal };
  const status = /\bstatus (-?\d+)\b/.exec(reason)?.[1];
  return status === undefined ? { kind: 'other' } : { kind: 'status', status };
}
