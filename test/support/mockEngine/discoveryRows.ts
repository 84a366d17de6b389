import type { DiscoveryRow } from '../../../shared/rows.ts';
import type { MockShare } from './mockShares.ts';
import type { ShareFigures } from './shareFigures.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const DHT_EVERY_MS = 15 * MINUTE_MS;

/** Where a share's peers come from. A private share leaves the DHT alone, a paused one announces nowhere. */
export function discoveryRows(
  share: MockShare,
  { world, figures }: { readonly world: World; readonly figures: ShareFigures },
): DiscoveryRow[] {
  const isOff = share.state.kind !== 'seeding';
  const now = world.startedAt + world.seconds() * 1000;
  const lastMinute = now - (now % MINUTE_MS);
  const lastDht = now - (now % DHT_EVERY_MS);
  const tracker = isOff
    ? { state: 'off' as const }
    : { state: 'working' as const, lastAt: lastMinute, nextAt: lastMinute + MINUTE_MS };
  const dht =
    isOff || share.private
      ? { state: 'off' as const, peers: 0 }
      : {
          state: 'waiting' as const,
          peers: Math.floor(figures.connected / 5),
          lastAt: lastDht,
          nextAt: lastDht + DHT_EVERY_MS,
        };
  return [
    { key: 'http', kind: 'tracker', target: 'http://192.168.7.20:6969/announce', peers: share.peerCount, ...tracker },
    { key: 'udp', kind: 'tracker', target: 'udp://192.168.7.20:6969/announce', peers: share.peerCount, ...tracker },
    { key: 'dht', kind: 'dht', target: '6881', ...dht },
    {
      key: 'call',
      kind: 'peers-call',
      target: '6881',
      peers: Math.floor(figures.connected / 3),
      state: isOff ? 'off' : 'working',
    },
  ];
}
