import { join } from 'node:path';

/** Where the parts of the built app lie, from the folder that holds `main.js`. */
export interface AppFiles {
  readonly preload: string;
  readonly renderer: string;
  readonly engine: string;
  readonly icon: string;
  readonly trayIcon: string;
}

/** A plain Node.js cannot read an archive: what it runs lies beside it, unpacked. */
const ARCHIVE = 'app.asar';

export function filesBelow(folder: string, platform: NodeJS.Platform): AppFiles {
  const icons = join(folder, 'icons');
  return {
    preload: join(folder, 'preload.cjs'),
    renderer: join(folder, 'renderer'),
    engine: join(folder.replace(ARCHIVE, `${ARCHIVE}.unpacked`), 'engine', 'process.js'),
    icon: join(icons, 'granary.png'),
    // macOS colours a template itself, to suit the menu bar.
    trayIcon: join(icons, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
  };
}
