import type { EngineConfig } from '../engine/config.ts';
import { createLocalNetwork } from '../engine/discovery/localNetwork.ts';
import { createMachineInterfaces } from '../engine/discovery/machineInterfaces.ts';
import { createInterfaceScopes } from '../engine/policy/interfaceScopes.ts';
import { createSystemClock } from '../engine/system/systemClock.ts';

/** Announce URLs of an engine on this computer with this configuration, at its addresses of now: a tier for each address. */
export function ownTrackers(config: EngineConfig): readonly (readonly string[])[] {
  const interfaces = createMachineInterfaces({ clock: createSystemClock() });
  const { isClosed } = createInterfaceScopes(interfaces, config);
  return createLocalNetwork({ interfaces, isClosed }, config.interfaces).announceTiers(config.trackerPort.port);
}
