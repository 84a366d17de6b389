import { isIPv6 } from 'node:net';
import { setImmediate } from 'node:timers/promises';

/**
 * Takes out of texts what a stranger should not read: `names` (of shares, files, people, machines), and whatever looks like
 * an address, a path, a link, an info-hash or a secret. Rather takes too much than too little. Yields to the event loop now
 * and then, since there may be thousands of names.
 */
export async function redact(texts: readonly string[], names: Iterable<string>): Promise<string[]> {
  let joined = texts.map((text) => text.replaceAll(SEPARATOR, ' ')).join(SEPARATOR);
  // Longer names first: what is left of one that another is part of would still tell.
  const ordered = [...new Set(names)].filter((name) => name.trim() !== '').toSorted((a, b) => b.length - a.length);
  for (const [i, name] of ordered.entries()) {
    if (i % NAMES_PER_TURN === NAMES_PER_TURN - 1) await setImmediate();
    if (joined.includes(name)) joined = withoutName(joined, name);
  }
  return joined.split(SEPARATOR).map(withoutPatterns);
}

const SEPARATOR = '\0';
const NAMES_PER_TURN = 200;
/** Shorter names are taken out only where they stand alone, or every word would lose letters. */
const DISTINCT_LENGTH = 4;

/** In this order: a magnet link holds hashes, an address of the web holds addresses, and a path may hold anything. */
const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/magnet:\S*/gi, '[magnet]'],
  [/\b[a-z][a-z0-9+.-]*:\/\/\S*/gi, '[url]'],
  [/(?:[0-9a-z]*%[0-9a-f]{2}){4,}\S*/gi, '[hash]'],
  [/[0-9a-f]{32,}/gi, '[hash]'],
  [/\b[a-z2-7]{32}\b/gi, '[hash]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[address]'],
  [/\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi, '[address]'],
  // To the end of the text: a path may have spaces, and nothing says where it ends.
  [/(^|[\s"'`(=:,<[])(?:[a-z]:)?(?:[\\/]|~[\\/])[^]*$/i, '$1[path]'],
  [/\S*[\\/]\S*/g, '[path]'],
  [/[\w-]{40,}/g, '[secret]'],
];

const COLONS = /[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*/gi;

function withoutPatterns(text: string): string {
  const plain = text.replace(COLONS, (found) => (mayBeIpv6(found) ? '[address]' : found));
  return PATTERNS.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), plain);
}

/** With a port or a full stop behind it, too. */
function mayBeIpv6(found: string): boolean {
  return found.includes('::') || isIPv6(found) || found.split(':').length > 5;
}

function withoutName(text: string, name: string): string {
  if (name.length >= DISTINCT_LENGTH) return text.replaceAll(name, '[name]');
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), '[name]');
}
