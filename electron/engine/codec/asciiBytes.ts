/** Words of ASCII in bytes, compared without making text of the bytes. Words to be found in any case are given in lower case. */

/** Plain bytes rather than a Buffer, so that all that comes by is of one kind. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export interface ByteSpan {
  readonly bytes: Uint8Array;
  readonly at: number;
  /** Behind the last. */
  readonly end: number;
}

export function isText(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Whether the span is the word and nothing else. */
export function isWord({ bytes, at, end }: ByteSpan, word: Uint8Array): boolean {
  return end - at === word.length && isText(bytes, at, word);
}

export function isTextInAnyCase(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (lowerCase(bytes[at + i] ?? 0) !== text[i]) return false;
  return true;
}

/** Whether the text stands anywhere in the span. */
export function holdsInAnyCase({ bytes, at: start, end }: ByteSpan, text: Uint8Array): boolean {
  for (let at = start; at + text.length <= end; at++) if (isTextInAnyCase(bytes, at, text)) return true;
  return false;
}

/** The value of a hexadecimal digit in either case; -1 for what is none, as NaN behind the end of a text. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
