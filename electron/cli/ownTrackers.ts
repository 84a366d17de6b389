import type { EngineConfig } from '../engine/config.ts';
import { createLocalNetwork } from '../engine/discovery/localNetwork.ts';
import { createSystemClock } from '../engine/system/systemClock.ts';

/** Announce URLs of an engine on this computer with this configuration, at its addresses of now: a tier for each address. */
export function ownTrackers({ interfaces, trackerPort }: EngineConfig): readonly (readonly string[])[] {
  return createLocalNetwork({ clock: createSystemClock() }, interfaces).announceTiers(trackerPort.port);
}
