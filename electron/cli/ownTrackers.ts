import type { EngineConfig } from '../engine/config.ts';
export function ownTrackers(_config: EngineConfig): readonly (readonly string[])[] { return []; }
