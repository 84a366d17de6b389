import { type IpAddress, isLocalScope } from '../codec/ipAddress.ts';
import type { Refusal } from '../tracker/announce.ts';
import { NOT_LOCAL } from '../tracker/announcePolicy.ts';
import { type AddressRanges, createRangeBuilder, NO_RANGES } from './addressRanges.ts';
import { parseFilterLine } from './ipFilterLine.ts';

export const ADDRESS_BLOCKED: Refusal = { code: 'refused', message: 'your address is blocked on this tracker' };

export interface GateConfig {
  readonly addressScope: 'local' | 'any';
  /** Networks that count as local besides those that everybody knows, as in `141.20.0.0/16`. */
  readonly localRanges: readonly string[];
}

/** Which addresses are served: by the tracker, with .torrent files, and by the seeder. */
export interface AddressGate {
  /** On the way to every answer. */
  refusalOf(address: IpAddress): Refusal | undefined;
  configure(config: GateConfig): void;
  /** What the filter lists block, from now on. */
  setBlocked(ranges: AddressRanges): void;
}

export function createAddressGate(config: GateConfig): AddressGate {
  let servesAny = false;
  let localRanges = NO_RANGES;
  let blocked = NO_RANGES;

  function configure({ addressScope, localRanges: texts }: GateConfig): void {
    servesAny = addressScope === 'any';
    localRanges = rangesOf(texts);
  }

  function isLocal(address: IpAddress): boolean {
    return isLocalScope(address.scope) || localRanges.holds(address);
  }

  configure(config);
  return {
    refusalOf(address) {
      if (address.scope === 'unusable' || !(servesAny || isLocal(address))) return NOT_LOCAL;
      // Whoever owns this computer could not get in any more to take the filter away.
      return address.scope !== 'loopback' && blocked.holds(address) ? ADDRESS_BLOCKED : undefined;
    },
    configure,
    setBlocked(ranges) {
      blocked = ranges;
    },
  };
}

/** What is no address or network among the texts is passed over: settings were checked before. */
export function rangesOf(texts: readonly string[]): AddressRanges {
  const builder = createRangeBuilder();
  for (const text of texts) {
    const line = parseFilterLine(text);
    if (line.kind === 'range') builder.add(line.range);
  }
  return builder.build();
}
