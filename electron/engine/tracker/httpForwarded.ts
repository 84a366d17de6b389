import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';

/**
 * The client behind a reverse proxy, as the proxy tells it: the last address of `X-Forwarded-For` that is no proxy itself,
 * since what stands before it may be the client's own invention; or `X-Real-IP`. Undefined when it tells none.
 */
export function forwardedFor(headers: string, isProxy: (address: IpAddress) => boolean): IpAddress | undefined {
  const hops = Array.from(headers.matchAll(FORWARDED), ([, value = '']) => value.split(',')).flat();
  for (const hop of hops.reverse()) {
    const address = addressIn(hop);
    if (address === undefined) return undefined;
    if (!isProxy(address)) return address;
  }
  return addressIn(REAL_IP.exec(headers)?.[1] ?? '');
}

const FORWARDED = /\nx-forwarded-for:([^\r\n]*)/gi;
const REAL_IP = /\nx-real-ip:([^\r\n]*)/i;
/** Some proxies give the port as well. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/** Undefined for what is no address that a client can have. */
function addressIn(text: string): IpAddress | undefined {
  const trimmed = text.trim();
  const [, bracketed, plain] = WITH_PORT.exec(trimmed) ?? [];
  const address = parseIpAddress(bracketed ?? plain ?? trimmed);
  return address?.scope === 'unusable' ? undefined : address;
}
