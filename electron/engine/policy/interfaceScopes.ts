import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import { entrancesOf, type InterfaceAddress, type MachineInterfaces } from '../discovery/machineInterfaces.ts';
import { INTERFACE_SCOPES, type InterfaceScope, parseInterfaceScope } from '../settings/interfaceScope.ts';

export interface InterfaceScopesConfig {
  /** Of interfaces that have no scope of their own. */
  readonly addressScope: 'local' | 'any';
  /** As in `eth0=any`. An address stands for its network alone, and comes before the name of its interface. */
  readonly interfaceScopes: readonly string[];
}

/** Whom each interface lets in. */
export interface InterfaceScopes {
  /** Of the interface that a requester comes through. On the way to every answer; never asked about loopback. */
  scopeOf(requester: IpAddress): InterfaceScope;
  /** Whether nobody is served through it. */
  isClosed(candidate: InterfaceAddress): boolean;
  configure(config: InterfaceScopesConfig): void;
}

/** Those who announce do so many times; an attacker's addresses have no end. */
const MAX_REMEMBERED = 16_384;

export function createInterfaceScopes(interfaces: MachineInterfaces, config: InterfaceScopesConfig): InterfaceScopes {
  let { addressScope } = config;
  let scopes: ReadonlyMap<string, InterfaceScope> = new Map();
  /** By the requester's address, for as long as the interfaces are known. */
  const remembered = new Map<string, InterfaceScope>();
  let seen: readonly InterfaceAddress[] | undefined;

  function configure(now: InterfaceScopesConfig): void {
    ({ addressScope } = now);
    scopes = scopesFrom(now.interfaceScopes);
    remembered.clear();
  }

  function scopeOf(requester: IpAddress): InterfaceScope {
    if (scopes.size === 0) return addressScope;
    const all = interfaces.all();
    if (all !== seen || remembered.size >= MAX_REMEMBERED) {
      seen = all;
      remembered.clear();
    }
    const known = remembered.get(requester.text);
    if (known !== undefined) return known;
    const scope = findScope(requester, all);
    remembered.set(requester.text, scope);
    return scope;
  }

  /** Where it is not known which interface it was, the strictest one decides: nothing is opened by guessing. */
  function findScope(requester: IpAddress, all: readonly InterfaceAddress[]): InterfaceScope {
    const candidates = all.filter(({ address }) => address.family === requester.family && address.scope !== 'loopback');
    const entrances = entrancesOf(requester, candidates, interfaces.sourceToward);
    const possible = (entrances.length > 0 ? entrances : candidates).map(scopeAt);
    return INTERFACE_SCOPES.find((scope) => possible.includes(scope)) ?? addressScope;
  }

  function scopeAt({ address, interfaceName }: InterfaceAddress): InterfaceScope {
    return scopes.get(address.text) ?? scopes.get(interfaceName) ?? addressScope;
  }

  configure(config);
  return {
    scopeOf,
    isClosed: (candidate) => candidate.address.scope !== 'loopback' && scopeAt(candidate) === 'none',
    configure,
  };
}

/** What is no scope of an interface is passed over: settings were checked before. */
function scopesFrom(texts: readonly string[]): ReadonlyMap<string, InterfaceScope> {
  const parsed = texts.flatMap((text) => parseInterfaceScope(text) ?? []);
  return new Map(parsed.map(({ name, scope }) => [parseIpAddress(name)?.text ?? name, scope]));
}
