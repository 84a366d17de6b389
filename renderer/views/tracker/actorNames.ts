import type { Actor } from '../../../shared/actor.ts';

/** Who put something on the list. */
export const ACTOR_NAMES = {
  window: 'actor.window',
  console: 'actor.console',
  'command-line': 'actor.commandLine',
  api: 'actor.api',
  site: 'actor.site',
  engine: 'actor.engine',
} as const satisfies Record<Actor['kind'], string>;

export function isActorKind(kind: string): kind is Actor['kind'] {
  return Object.hasOwn(ACTOR_NAMES, kind);
}
