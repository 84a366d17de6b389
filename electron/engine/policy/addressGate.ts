import { type IpAddress, isLocalScope } from '../codec/ipAddress.ts';
import type { Refusal } from '../tracker/announce.ts';
import { NOT_LOCAL, NOT_THIS_NETWORK } from '../tracker/announcePolicy.ts';
import { type AddressRanges, createRangeBuilder, NO_RANGES } from './addressRanges.ts';
import { parseFilterLine } from './ipFilterLine.ts';
import type { InterfaceScopes } from './interfaceScopes.ts';

export const ADDRESS_BLOCKED: Refusal = { code: 'refused', message: 'your address is blocked on this tracker' };

export interface GateConfig {
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

export function createAddressGate(scopes: Pick<InterfaceScopes, 'scopeOf'>, config: GateConfig): AddressGate {
  let localRanges = NO_RANGES;
  let blocked = NO_RANGES;

  function configure({ localRanges: texts }: GateConfig): void {
    localRanges = rangesOf(texts);
  }

  function isLocal(address: IpAddress): boolean {
    return isLocalScope(address.scope) || localRanges.holds(address);
  }

  configure(config);
  return {
    refusalOf(address) {
      if (address.scope === 'unusable') return NOT_LOCAL;
      // Whoever owns this computer could not get in any more to take away what shuts them out.
      if (address.scope === 'loopback') return undefined;
      const scope = scopes.scopeOf(address);
      if (scope === 'none') return NOT_THIS_NETWORK;
      if (scope === 'local' && !isLocal(address)) return NOT_LOCAL;
      return blocked.holds(address) ? ADDRESS_BLOCKED : undefined;
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
