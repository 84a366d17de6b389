/** Copies of parts of a share among the peers that are connected, as the engine sends them: base64, one byte a part. */

/** A byte says this for "so many or more". */
export const MOST_COPIES = 255;

/** Of the colour, where a single copy is there: little, but to be told from none. */
const FAINTEST = 0.25;
/** Of the colour, where all but one have it: to be told from all. */
const FULLEST_BUT_ALL = 0.85;
/** Above 1: the eye tells light tones apart better than dark ones. */
const EVENNESS = 1.4;

/** Empty for text that is no base64: a bar without colour instead of a view that fails. */
export function bytesOfBase64(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** How full the colour is, 0 to 1: nothing for no copy, all of it when every one of `peers` has one. */
export function heatOf(copies: number, peers: number): number {
  if (copies <= 0 || peers <= 0) return 0;
  const all = Math.min(peers, MOST_COPIES);
  if (copies >= all) return 1;
  return FAINTEST + (FULLEST_BUT_ALL - FAINTEST) * ((copies - 1) / Math.max(1, all - 2)) ** EVENNESS;
}

/** The rarest and the most common part; undefined for none. */
export function copiesRange(copies: Uint8Array): { readonly fewest: number; readonly most: number } | undefined {
  if (copies.length === 0) return undefined;
  let fewest = MOST_COPIES;
  let most = 0;
  for (const count of copies) {
    if (count < fewest) fewest = count;
    if (count > most) most = count;
  }
  return { fewest, most };
}
