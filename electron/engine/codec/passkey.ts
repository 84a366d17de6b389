/**
 * The passkey of an announce URL, which names a person to a private tracker. No BEP says where it stands; trackers and clients
 * take all of these:
 *
 *   /PASSKEY/announce     /announce/PASSKEY     /announce?passkey=PASSKEY
 *
 * Over UDP the same path and query come as URL data (BEP 41).
 */

/** What a passkey is made of. Ours are 32 hexadecimal digits; others are read too, so that a wrong one is refused as such. */
const KEY = '[0-9A-Za-z]{16,64}';
const IN_PATH = new RegExp(`^/(?:(${KEY})/)?(?:announce|scrape)(?:\\.php)?(?:/(${KEY}))?/?(?:\\?|$)`);
const IN_QUERY = new RegExp(`[?&]passkey=(${KEY})(?:&|$)`);

/** From the path and query of an announce URL, as they came; empty when there is none. */
export function passkeyOf(pathAndQuery: string): string {
  const [, before, after] = IN_PATH.exec(pathAndQuery) ?? [];
  return before ?? after ?? IN_QUERY.exec(pathAndQuery)?.[1] ?? '';
}
