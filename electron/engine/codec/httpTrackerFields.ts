import { hexDigit } from './asciiBytes.ts';

/** Fields of a query string. Text has one character (U+0000 to U+00FF) a byte, before and after decoding. */

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;
const ENCODED = /[%+]/;
const UNRESERVED = /[0-9A-Za-z\-_.~]/;

/** The decoded fields in the order they came, which may repeat a name; what has no `=` behind a name is none. */
export function fieldsOf(query: string, visit: (name: string, value: string) => void): void {
  for (let start = 0; start < query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    const equals = query.indexOf('=', start);
    if (equals > start && equals < end) {
      visit(percentDecode(query.slice(start, equals)), percentDecode(query.slice(equals + 1, end)));
    }
    start = end + 1;
  }
}

/** RFC 3986 section 2.1: everything but unreserved characters becomes `%XX`. */
export function percentEncode(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += UNRESERVED.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** A `%` without two hexadecimal digits stands for itself; `+` is a space, as forms send it. */
function percentDecode(text: string): string {
  if (!ENCODED.test(text)) return text;
  // As bytes: text put together piece by piece would have to be joined again before it can be looked at.
  const decoded = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at);
    const escaped = byte === PERCENT ? hexPair(text, at + 1) : -1;
    if (escaped >= 0) at += 2;
    decoded[length++] = escaped >= 0 ? escaped : byte === PLUS ? SPACE : byte;
  }
  return decoded.toString('latin1', 0, length);
}

/** The byte that two hexadecimal digits spell, or -1. */
function hexPair(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}
