/** Text as it is searched: whatever the case and the accents, and the same whatever the computer's language. */
export function foldText(text: string): string {
  // The name of nearly every file and peer is plain ASCII, which needs no more.
  if (isAscii(text)) return text.toLowerCase();
  // By way of upper case, where "ß" and "ss" meet.
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase().toUpperCase().toLowerCase();
}

/** Text as a column is sorted by it: folded, and numbers in it by their value, so that "Day 10" follows "Day 9". */
export function sortText(text: string): string {
  return foldText(text).replace(DIGITS, (digits) => digits.padStart(DIGITS_WIDTH, '0'));
}

const MARKS = /\p{M}+/gu;
const DIGITS = /\d+/g;
/** As long as any count of bytes. */
const DIGITS_WIDTH = 16;

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** What the texts of a list were made into. */
export interface TextCache {
  /** For the text at this place of the list; made anew only when it is not what it was. */
  of(place: number, text: string): string;
}

export function createTextCache(make: (text: string) => string): TextCache {
  const texts: string[] = [];
  const made: string[] = [];
  return {
    of(place, text) {
      const known = made[place];
      if (known !== undefined && texts[place] === text) return known;
      const fresh = make(text);
      texts[place] = text;
      made[place] = fresh;
      return fresh;
    },
  };
}
