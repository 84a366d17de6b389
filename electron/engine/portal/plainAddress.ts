/** An IPv4 client of a dual-stack socket shows as `::ffff:a.b.c.d`; a link-local address carries its zone. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
