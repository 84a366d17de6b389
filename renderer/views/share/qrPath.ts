import { encode } from 'uqr';

/** Light modules around a QR code, without which cameras do not find it (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

export interface QrShape {
  /** Modules a side, the quiet zone included. */
  readonly size: number;
  /** The dark modules as an SVG path in units of modules. */
  readonly path: string;
}

/** Undefined for text that no QR code holds (some 2,900 bytes). */
export function qrShape(text: string): QrShape | undefined {
  try {
    const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
    return { size, path: data.map(rowPath).join('') };
  } catch {
    return undefined;
  }
}

/** One rectangle for each run of dark modules, so that no hairlines show between them. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== true) continue;
    const start = x;
    while (row[x + 1] === true) x++;
    const width = x - start + 1;
    path += `M${start} ${y}h${width}v1h-${width}z`;
  }
  return path;
}
