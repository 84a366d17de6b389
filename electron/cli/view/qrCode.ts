import { encode } from 'uqr';

/** Light modules around the code; readers need a quiet margin, and on a dark screen two do. */
const MARGIN = 2;

export interface QrOptions {
  readonly columns: number;
  readonly rows: number;
  /** Whether the code may bring its own black and white; otherwise it is right on dark backgrounds only. */
  readonly hasColour: boolean;
}

/** The first of `texts` whose code fits, as lines of half-block characters; undefined when none does. */
export function qrCodeLines(texts: readonly string[], options: QrOptions): string[] | undefined {
  for (const text of texts) {
    const lines = draw(text, options);
    if (lines !== undefined) return lines;
  }
  return undefined;
}

/** A link that finds the same torrent with fewer characters: without the name, and with the first tracker only. */
export function shortMagnet(magnet: string): string {
  const [head = '', ...fields] = magnet.split('&');
  const tracker = fields.find((field) => field.startsWith('tr='));
  return tracker === undefined ? head : `${head}&${tracker}`;
}

/** QR codes hold at most 2953 bytes, so a longer text has none. */
const MAX_TEXT_BYTES = 2953;

function draw(text: string, { columns, rows, hasColour }: QrOptions): string[] | undefined {
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return undefined;
  const { data, size } = encode(text, { ecc: 'L', boostEcc: false, border: MARGIN });
  if (size > columns || Math.ceil(size / 2) > rows) return undefined;
  return Array.from({ length: Math.ceil(size / 2) }, (_, line) => {
    const upper = data[line * 2] ?? [];
    const lower = data[line * 2 + 1] ?? [];
    const cells = upper.map((isDark, column) => halfBlock(isDark, lower[column] ?? true));
    return hasColour ? `\u001b[97;40m${cells.join('')}\u001b[0m` : cells.join('');
  });
}

/** Two modules in one cell, drawn in the light colour. */
function halfBlock(upperIsDark: boolean, lowerIsDark: boolean): string {
  if (upperIsDark) return lowerIsDark ? ' ' : '▄';
  return lowerIsDark ? '▀' : '█';
}
