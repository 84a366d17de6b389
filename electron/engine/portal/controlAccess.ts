import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isOverLoopback, type OwnSite, type Refusal, refuseForeignSite } from './ownSite.ts';

/** Which programs may command the engine: those of its own person, who alone can read the secret in control.json. */

export interface AccessRules {
  readonly site: OwnSite;
  readonly secret: string;
}

/** Undefined when the request comes from one of our own sites or programs and carries the secret. */
export function refuseConnection(headers: IncomingHttpHeaders, { site, secret }: AccessRules): Refusal | undefined {
  const foreign = refuseForeignSite(headers, site);
  if (foreign !== undefined) return foreign;
  if (!isOverLoopback(site)) return { status: 401, reason: 'the secret is for programs on this computer' };
  const [scheme, given] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || given === undefined || !sameSecret(given, secret)) {
    return { status: 401, reason: 'the secret from control.json is needed' };
  }
  return undefined;
}

/** Compares digests, so that neither the length nor the first wrong character can be read from the time taken. */
function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
