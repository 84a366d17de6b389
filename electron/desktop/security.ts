import type { Session, WebContents } from 'electron';
import { APP_ORIGIN, APP_PAGE } from './appProtocol.ts';

/** What a page may not do, whatever it is: every right is refused, and it stays where it is. */

/** Where `openExternal` leads, each with all that is below it; everything else is refused. */
const EXTERNAL_PAGES: readonly string[] = ['https://www.bittorrent.org/beps/'];
const MAX_URL_CHARACTERS = 2000;

/** Whether a URL is on the list. */
export function isExternalPage(text: string): boolean {
  if (text.length > MAX_URL_CHARACTERS || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return EXTERNAL_PAGES.some((page) => url.href.startsWith(page));
}

/** Whether a frame with this URL is our own page. */
export function isOwnPage(url: string): boolean {
  return (
    url === `${APP_ORIGIN}/` || url === APP_PAGE || url.startsWith(`${APP_PAGE}#`) || url.startsWith(`${APP_ORIGIN}/#`)
  );
}

export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  // The page has no business on the network; what it shows comes from the engine.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocalUrl(details.url) }));
}

function isLocalUrl(url: string): boolean {
  return ['app:', 'blob:', 'data:', 'devtools:'].some((scheme) => url.startsWith(scheme));
}

export function secureContents(contents: WebContents): void {
  // Reloading is no way out; it is what the page does when the engine is of another version.
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
