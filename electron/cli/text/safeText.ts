/**
 * Names of torrents, files and clients come from strangers. Printed as they are they could move the cursor, change colours,
 * or turn the reading direction so that `exe.jpg` looks like `gpj.exe`; so whatever steers a terminal is shown instead of sent.
 */

const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * C0 and C1 controls, direction marks and overrides, line and paragraph separators, invisible joiners and fillers, tag
 * characters, and halves of surrogate pairs. The zero-width joiner stays: emoji and several scripts need it.
 */
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/gu;

/** One line that is safe to print: control characters as their pictures (`␛`), other invisible ones by number (`<U+202E>`). */
export function safeText(text: string): string {
  return text.replace(STEERING, visible);
}

/** JSON that is safe to print: what steers a terminal is escaped, and a parser reads the same value. */
export function safeJson(value: unknown): string {
  // Outside its strings JSON is plain ASCII, so every match is inside one, where the escape means the same character.
  return JSON.stringify(value).replace(STEERING, escapeUnits);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  if (code === 0x7f) return DELETE_PICTURE;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
