/** Light modules around a QR code, without which cameras do not find it (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

/** The dark modules of a QR code, row by row, as an SVG path in units of modules: a rectangle for each run, so that no hairlines show. */
export function modulesPath(rows: readonly (readonly boolean[])[]): string {
  return rows.map(rowPath).join('');
}

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
