/** Who asked for something, for what is written down about it. */
export interface Actor {
  readonly kind: 'window' | 'console' | 'command-line' | 'api' | 'engine';
  /** An address, or the name of a token, where there is one. */
  readonly name?: string;
}

/** What the engine does by itself. */
export const ENGINE_ITSELF: Actor = { kind: 'engine' };
