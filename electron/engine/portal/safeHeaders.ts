/** Headers of every answer a browser may see: nothing sniffed, framed, scripted, cached or told onwards. */
export function safeHeaders(contentLength: number): Readonly<Record<string, string>> {
  return {
    'Content-Length': String(contentLength),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  };
}
