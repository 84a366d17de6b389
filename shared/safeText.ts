/**
 * Names of torrents, files, clients and computers come from strangers. Nothing shows them as HTML; what is left
 * is text that turns the reading direction (`gpj.exe` for `exe.jpg`), hides, or never ends. So what cannot be seen is shown.
 */

const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * C0 and C1 controls, direction marks and overrides, line and paragraph separators, invisible joiners and fillers, tag
 * characters, and halves of surrogate pairs. The zero-width joiner stays: emoji and several scripts need it.
 */
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/gu;

/** More marks than any script stacks on a letter would paint over the rows above and below. */
const MARK_PILE = /(\p{M}{4})\p{M}+/gu;

export const DEFAULT_MAX_CHARACTERS = 200;

/**
 * One line of at most `max` characters: controls as their pictures (`␛`), other invisible ones by number (`‹U+202E›`), an
 * ellipsis where it was cut. Cutting comes first, so that the time it takes is bounded as well.
 */
export function safeText(text: string, max = DEFAULT_MAX_CHARACTERS): string {
  const cut = firstCharacters(text, max);
  const shown = cut.replace(MARK_PILE, '$1').replace(STEERING, visible);
  return cut.length < text.length ? `${shown}…` : shown;
}

/** Cuts between code points: half an emoji is no emoji. */
function firstCharacters(text: string, max: number): string {
  if (text.length <= max) return text;
  const before = text.charCodeAt(max - 1);
  const splitsPair = before >= 0xd800 && before <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  if (code === 0x7f) return DELETE_PICTURE;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
