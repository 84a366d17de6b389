/**
 * Pages are put together as text, and whatever is put into them is escaped: what `html` and `xml` make is the only text that
 * is not. Attributes are always quoted, so that the same escapes do for both.
 */
export interface Markup {
  readonly markup: string;
}

type Piece = Markup | string | number | undefined | readonly Piece[];

/** `html\`<b>${name}</b>\``: names and figures are escaped, undefined is nothing, lists follow one another. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return { markup: strings.reduce((made, text, i) => made + textOf(values[i - 1]) + text) };
}

function textOf(value: Piece): string {
  if (value === undefined) return '';
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map(textOf).join('');
  return escapeText(String(value));
}

/** Also what XML cannot say at all, in whatever form: controls and halves of surrogate pairs. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_IN_XML, '\ufffd')
    .replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
