import { encode } from 'uqr';
import { modulesPath, QUIET_ZONE } from '../../../../shared/qrModules.ts';
import { html } from './html.ts';

/** An SVG file, black on white whatever the page's colours. The text is an address of ours, which every code holds. */
export function qrPicture(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const path = modulesPath(data);
  const { markup } =
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
`;
  return markup;
}
