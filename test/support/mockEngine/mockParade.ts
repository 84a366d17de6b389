import type { EventBus } from '../../../electron/engine/eventBus.ts';
import type { Clock, Timer } from '../../../electron/engine/ports.ts';
import type { MockShare } from './mockShares.ts';
import type { ShareFigures } from './shareFigures.ts';
import { shareModel } from './shareRows.ts';
import type { World } from './world.ts';

/** Each notification of it holds Electron's main process until the desktop has answered. */
const STEP_MS = 250;
/** Who has it at the end, this computer among them. */
const SEEDERS = 3;

/** Tells of each share in turn that somebody misses something of it, and then that everyone has it. */
export function paradeShares(deps: {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly world: World;
  readonly figuresOf: (share: MockShare) => ShareFigures;
}): Timer {
  const { clock, bus, world, figuresOf } = deps;
  let step = 0;
  return clock.every(STEP_MS, () => {
    const share = world.shares[Math.floor(step / 2) % world.shares.length];
    const leechers = step % 2 === 0 ? 1 : 0;
    step += 1;
    if (share === undefined) return;
    const told = shareModel(share, { world, figures: figuresOf(share) });
    const swarm = { ...told.swarm, leechers, seeders: SEEDERS };
    bus.emit({ event: 'share.changed', data: { ...told, state: { kind: 'seeding' }, swarm } });
  });
}
