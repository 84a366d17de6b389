/** Who asked for something, for what is written down about it. */
export interface Actor {
  readonly kind: 'window' | 'console' | 'command-line' | 'api' | 'site' | 'engine';
  /** An address, the name of a token or of a person, where there is one. */
  readonly name?: string;
  /** Id of the person who signed in on the site. */
  readonly person?: number;
}

/** What the engine does by itself. */
export const ENGINE_ITSELF: Actor = { kind: 'engine' };
