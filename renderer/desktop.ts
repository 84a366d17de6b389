import type { DesktopBridge } from '../shared/desktop.ts';

declare global {
  interface Window {
    /** Made by the desktop app's preload script; absent in a browser. */
    readonly granary?: DesktopBridge;
  }
}

/** The desktop app around this window, or undefined in a browser. */
export function desktop(): DesktopBridge | undefined {
  return window.granary;
}

/** Rejects when the system or the browser refuses its clipboard; browsers do so on addresses without https. */
export async function copyText(text: string): Promise<void> {
  const bridge = desktop();
  if (bridge !== undefined) return bridge.copyText(text);
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  copyFromField(text);
}

/** Saves a file: asks where in the desktop app, downloads in a browser. Resolves to the path where it is known. */
export async function saveBytes(suggestedName: string, base64: string): Promise<string | undefined> {
  const bridge = desktop();
  if (bridge !== undefined) return bridge.saveFile({ suggestedName, base64 });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = suggestedName;
  link.click();
  URL.revokeObjectURL(url);
  return undefined;
}

/** The old way, which browsers still allow where the clipboard's own interface is kept to https. */
function copyFromField(text: string): void {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'sr-only';
  // Inside an open dialog, whose focus trap would take the focus away from anything outside it.
  (before?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!copied) throw new Error('the browser refused the clipboard');
}
