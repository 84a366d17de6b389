import { encode } from 'uqr';
import { modulesPath, QUIET_ZONE } from '../../../shared/qrModules.ts';

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
    return { size, path: modulesPath(data) };
  } catch {
    return undefined;
  }
}
