/**
 * The Content-Disposition header (RFC 6266) that offers a download under `fileName`. The plain parameter holds what ASCII can
 * say, for old programs; `filename*` (RFC 5987) holds the name itself. No input can end the quoted text or the header.
 */
export function attachmentHeader(fileName: string): string {
  const wellFormed = fileName.toWellFormed();
  return `attachment; filename="${asciiName(wellFormed)}"; filename*=UTF-8''${extendedValue(wellFormed)}`;
}

/** Quotes, backslashes, percent signs and separators confuse one browser or another, so they go too. */
function asciiName(fileName: string): string {
  return fileName.replace(/[^\x20-\x7e]|["\\%/:;]/gu, '_');
}

/** RFC 5987 section 3.2: everything but `attr-char` is percent-encoded UTF-8. */
function extendedValue(fileName: string): string {
  return encodeURIComponent(fileName).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
