import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../shared/desktop.ts';
import type { Strings } from './desktop/strings.ts';

export interface MenuDeps {
  readonly strings: Strings;
  readonly platform: NodeJS.Platform;
  /** Whether to offer what only those who work on Granary need. */
  readonly isDevelopment: boolean;
  /** Brings the window to the front and lets the page do it. */
  readonly command: (command: MenuCommand) => void;
  readonly quit: () => void;
}

/** The menu as the platform has it: on macOS the app's own comes first, elsewhere its entries are in File and Help. */
export function createMenu(deps: MenuDeps): Menu {
  const isMac = deps.platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(isMac ? [appMenu(deps)] : []),
    fileMenu(deps, isMac),
    editMenu(deps),
    viewMenu(deps),
    ...(isMac ? [windowMenu(deps)] : []),
    helpMenu(deps, isMac),
  ]);
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

function appMenu({ strings: { t }, command, quit }: MenuDeps): MenuItemConstructorOptions {
  return {
    label: 'Granary',
    submenu: [
      { label: t('menu.about'), click: () => command('about') },
      SEPARATOR,
      { label: t('menu.settings'), accelerator: 'Cmd+,', click: () => command('settings') },
      SEPARATOR,
      { role: 'hide', label: t('menu.hide') },
      { role: 'hideOthers', label: t('menu.hideOthers') },
      { role: 'unhide', label: t('menu.showAll') },
      SEPARATOR,
      { label: t('menu.quit'), accelerator: 'Cmd+Q', click: quit },
    ],
  };
}

function fileMenu({ strings: { t }, command, quit }: MenuDeps, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: t('menu.file'),
    submenu: [
      { label: t('menu.shareFiles'), accelerator: 'CmdOrCtrl+O', click: () => command('share-files') },
      { label: t('menu.shareFolder'), accelerator: 'CmdOrCtrl+Shift+O', click: () => command('share-folder') },
      SEPARATOR,
      ...(isMac
        ? []
        : [{ label: t('menu.settings'), accelerator: 'Ctrl+,', click: () => command('settings') }, SEPARATOR]),
      { role: 'close', label: t('menu.closeWindow') },
      ...(isMac ? [] : [{ label: t('menu.quit'), accelerator: 'Ctrl+Q', click: quit }]),
    ],
  };
}

function editMenu({ strings: { t } }: MenuDeps): MenuItemConstructorOptions {
  return {
    label: t('menu.edit'),
    submenu: [
      { role: 'undo', label: t('menu.undo') },
      { role: 'redo', label: t('menu.redo') },
      SEPARATOR,
      { role: 'cut', label: t('menu.cut') },
      { role: 'copy', label: t('menu.copy') },
      { role: 'paste', label: t('menu.paste') },
      { role: 'selectAll', label: t('menu.selectAll') },
    ],
  };
}

/** As the rail has them. The settings have an entry elsewhere, with the key that the platform has for them. */
const VIEWS = [
  { view: 'shares', label: 'menu.shares', keys: 'Alt+1' },
  { view: 'tracker', label: 'menu.tracker', keys: 'Alt+2' },
  { view: 'people', label: 'menu.people', keys: 'Alt+5' },
  { view: 'activity', label: 'menu.activity', keys: 'Alt+3' },
] as const;

/** The page listens for these keys itself, also where there is no menu; here they are only shown. */
function shown(accelerator: string): Pick<MenuItemConstructorOptions, 'accelerator' | 'registerAccelerator'> {
  return { accelerator, registerAccelerator: false };
}

function viewMenu({ strings: { t }, command, isDevelopment }: MenuDeps): MenuItemConstructorOptions {
  const forDevelopers: MenuItemConstructorOptions[] = [
    SEPARATOR,
    { role: 'reload', label: t('menu.reload') },
    { role: 'toggleDevTools', label: t('menu.developerTools') },
  ];
  return {
    label: t('menu.view'),
    submenu: [
      ...VIEWS.map(({ view, label, keys }) => ({ label: t(label), ...shown(keys), click: () => command(view) })),
      SEPARATOR,
      { label: t('menu.palette'), ...shown('CmdOrCtrl+K'), click: () => command('palette') },
      SEPARATOR,
      { role: 'resetZoom', label: t('menu.actualSize') },
      { role: 'zoomIn', label: t('menu.zoomIn') },
      { role: 'zoomOut', label: t('menu.zoomOut') },
      SEPARATOR,
      { role: 'togglefullscreen', label: t('menu.fullScreen') },
      ...(isDevelopment ? forDevelopers : []),
    ],
  };
}

function windowMenu({ strings: { t } }: MenuDeps): MenuItemConstructorOptions {
  return {
    role: 'window',
    label: t('menu.window'),
    submenu: [
      { role: 'minimize', label: t('menu.minimize') },
      { role: 'zoom', label: t('menu.zoom') },
      SEPARATOR,
      { role: 'front', label: t('menu.bringToFront') },
    ],
  };
}

function helpMenu({ strings: { t }, command }: MenuDeps, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: t('menu.help'),
    submenu: [
      { label: t('menu.shortcuts'), click: () => command('shortcuts') },
      ...(isMac ? [] : [SEPARATOR, { label: t('menu.about'), click: () => command('about') }]),
    ],
  };
}
