/**
 * A reader of bencoded replies (BEP 3) of the suite's own, since the product's would agree with the product's writer. Keys are
 * text of one character a byte. Throws for anything that is not one whole value, and for keys that are not in ascending order.
 */

export type Bencoded = number | Buffer | Bencoded[] | BencodedDict;
export type BencodedDict = Map<string, Bencoded>;

const DIGITS = /^(?:0|[1-9][0-9]*)$/;
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;

export function readBencode(bytes: Buffer): Bencoded {
  let at = 0;
  const value = readValue();
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes stand behind the value`);
  return value;

  function readValue(): Bencoded {
    switch (String.fromCharCode(bytes[at] ?? 0)) {
      case 'i':
        at++;
        return readInteger(until('e'));
      case 'l':
        at++;
        return readList();
      case 'd':
        at++;
        return readDict();
      default:
        return readText();
    }
  }

  function readInteger(text: string): number {
    if (!INTEGER.test(text)) throw new Error(`"${text}" is no integer`);
    return Number(text);
  }

  function readList(): Bencoded[] {
    const list: Bencoded[] = [];
    while (!isAtEnd()) list.push(readValue());
    return list;
  }

  function readDict(): BencodedDict {
    const dict: BencodedDict = new Map();
    let last = '';
    while (!isAtEnd()) {
      const key = readText().toString('latin1');
      if (dict.size > 0 && key <= last) throw new Error(`key "${key}" stands behind "${last}"`);
      dict.set(key, readValue());
      last = key;
    }
    return dict;
  }

  function readText(): Buffer {
    const length = until(':');
    if (!DIGITS.test(length)) throw new Error(`"${length.slice(0, 20)}" is no length`);
    const end = at + Number(length);
    if (end > bytes.length) throw new Error('the text is cut off');
    const text = bytes.subarray(at, end);
    at = end;
    return text;
  }

  /** The text up to the mark, which is passed. */
  function until(mark: string): string {
    const end = bytes.indexOf(mark, at, 'latin1');
    if (end < 0) throw new Error(`no "${mark}" follows`);
    const text = bytes.toString('latin1', at, end);
    at = end + 1;
    return text;
  }

  function isAtEnd(): boolean {
    if (at >= bytes.length) throw new Error('the value is cut off');
    if (bytes[at] !== 'e'.charCodeAt(0)) return false;
    at++;
    return true;
  }
}
