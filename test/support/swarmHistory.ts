import fc from 'fast-check';
import type { AnnounceEvent } from '../../electron/engine/codec/announceEvent.ts';

/** Random histories of one swarm, for whoever is to go through them. */

/** An announce of one of a few peers, who share ports, names and keys more often than chance has it. */
export interface Announcement {
  readonly kind: 'announce';
  readonly from: string;
  readonly port: number;
  readonly name: string;
  readonly key: number;
  readonly event: AnnounceEvent;
  readonly leftBytes: number;
}

export type Step = Announcement | { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'restart' };

const announcement: fc.Arbitrary<Announcement> = fc.record({
  kind: fc.constant('announce'),
  from: fc.constantFrom('192.168.1.2', '192.168.1.3', '10.0.0.4', 'fd00::2', 'fd00::3'),
  port: fc.constantFrom(6881, 6882),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  key: fc.constantFrom(0, 1, 2),
  event: fc.constantFrom<AnnounceEvent>('none', 'none', 'none', 'started', 'completed', 'stopped', 'paused'),
  leftBytes: fc.constantFrom(0, 0, 1000),
});

/** Whole times of twenty seconds: between 150 and 160 seconds a peer may be there still or gone already. */
/** No sum of these is near the silence after which a peer is forgotten: that happens within some ten seconds. */
const wait: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(40, 80, 600, 680) });
const restart: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('restart') });
/** What happens next to a swarm: mostly somebody announces. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: announcement, weight: 12 },
  { arbitrary: wait, weight: 2 },
  { arbitrary: restart, weight: 1 },
);
