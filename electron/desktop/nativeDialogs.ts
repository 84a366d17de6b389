import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, shell } from 'electron';
import { safeText } from '../../shared/safeText.ts';
import { systemFailureText } from './failureText.ts';
import { plainFileName } from './fileName.ts';
import { isExternalPage } from './security.ts';
import type { Strings } from './strings.ts';

/** The system's own dialogs and its clipboard, on behalf of the page. What they throw is shown to the person. */

export interface DialogDeps {
  readonly window: BrowserWindow;
  readonly strings: Strings;
}

export async function pickPaths({ window, strings: { t } }: DialogDeps, what: 'files' | 'folder'): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: t(what === 'files' ? 'dialog.pickFiles' : 'dialog.pickFolder'),
    buttonLabel: t('dialog.share'),
    properties: [what === 'files' ? 'openFile' : 'openDirectory', 'multiSelections'],
  });
  return filePaths;
}

export async function saveFile(
  { window, strings }: DialogDeps,
  file: { readonly suggestedName: string; readonly base64: string },
): Promise<string | undefined> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: strings.t('dialog.save'),
    defaultPath: join(app.getPath('downloads'), plainFileName(file.suggestedName)),
  });
  if (filePath === '') return undefined;
  try {
    await writeFile(filePath, Buffer.from(file.base64, 'base64'));
  } catch (error) {
    const why = systemFailureText(error, strings);
    throw new Error(strings.t('dialog.notWritten', { path: safeText(filePath), why }), { cause: error });
  }
  return filePath;
}

/** Read back, because the system does not say whether it took the text. */
export async function copyText({ strings: { t } }: DialogDeps, text: string): Promise<void> {
  // Older Electrons answer both at once.
  await clipboard.writeText(text);
  if ((await clipboard.readText()) !== text) throw new Error(t('dialog.clipboardRefused'));
}

export function showInFolder(path: string): void {
  shell.showItemInFolder(path);
}

export async function openExternal({ strings: { t } }: DialogDeps, url: string): Promise<void> {
  if (!isExternalPage(url)) throw new Error(t('dialog.notAPage'));
  await shell.openExternal(url);
}

/** Asked once: the answer is to be kept when `remember` is set. */
export async function askOnClose({
  window,
  strings: { t },
  stays,
}: DialogDeps & { readonly stays: 'beside the clock' | 'minimized' }): Promise<{
  readonly choice: 'tray' | 'quit' | 'cancel';
  readonly remember: boolean;
}> {
  const { response, checkboxChecked } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t('close.question'),
    detail: t(stays === 'minimized' ? 'close.detailMinimized' : 'close.detail'),
    buttons: [t('close.keep'), t('close.quit'), t('close.cancel')],
    defaultId: 0,
    cancelId: 2,
    checkboxLabel: t('close.remember'),
    checkboxChecked: true,
    noLink: true,
  });
  return { choice: (['tray', 'quit', 'cancel'] as const)[response] ?? 'cancel', remember: checkboxChecked };
}
