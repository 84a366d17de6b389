import { latin1Bytes, latin1Text } from './latin1.ts';

/**
 * Options behind a UDP announce (BEP 41). A tracker learns from them the path and query of its announce URL, where
 * private trackers keep the passkey.
 *
 *   end of options   0
 *   padding          1
 *   URL data         2, length (1 byte), that many bytes; several are joined
 *   any other        number, length (1 byte), that many bytes; skipped
 */

const END_OF_OPTIONS = 0;
const PADDING = 1;
const URL_DATA = 2;
const MAX_OPTION_BYTES = 255;

/**
 * The URL data of a packet's options, one character (U+0000 to U+00FF) a byte. Options that are cut off end the list
 * without a complaint: clients pad announces in ways of their own, and the announce before them is whole.
 */
export function parseUrlData(options: Uint8Array): string {
  let urlData = '';
  let at = 0;
  while (at < options.length && options[at] !== END_OF_OPTIONS) {
    if (options[at] === PADDING) {
      at += 1;
      continue;
    }
    const end = at + 2 + (options[at + 1] ?? options.length);
    if (end > options.length) break;
    if (options[at] === URL_DATA) urlData += latin1Text(options.subarray(at + 2, end));
    at = end;
  }
  return urlData;
}

/** Options that carry `urlData`, split where it is longer than one option; none when it is empty. */
export function writeUrlData(urlData: string): Uint8Array {
  const data = latin1Bytes(urlData);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += MAX_OPTION_BYTES) {
    const part = data.subarray(at, at + MAX_OPTION_BYTES);
    parts.push(Uint8Array.of(URL_DATA, part.length), part);
  }
  return Buffer.concat(parts);
}
