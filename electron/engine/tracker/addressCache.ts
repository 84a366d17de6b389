import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';

/** Reads the text of an address once for the many packets or connections that come from it. */
export type AddressCache = (text: string) => IpAddress | undefined;

const MAX_REMEMBERED = 16_384;

export function createAddressCache(): AddressCache {
  const addresses = new Map<string, IpAddress>();
  return (text) => {
    const known = addresses.get(text);
    if (known !== undefined) return known;
    const address = parseIpAddress(text);
    if (address === undefined) return undefined;
    if (addresses.size >= MAX_REMEMBERED) addresses.clear();
    addresses.set(text, address);
    return address;
  };
}
