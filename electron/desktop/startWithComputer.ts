import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { writeFileAtomically } from './atomicFile.ts';

/** Starts Granary when this person logs in, in the tray; or no longer. Throws when the system refuses. */
export function setStartWithComputer(app: App, isOn: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isOn, args: ['--hidden'] });
    return;
  }
  const file = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart', 'granary.desktop');
  if (isOn) writeFileAtomically(file, autostartEntry(commandOf(app)));
  else rmSync(file, { force: true });
}

/** An AppImage is started by its own file, not by what it unpacks for a while. */
function commandOf(app: App): string[] {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return app.isPackaged ? [program, '--hidden'] : [program, app.getAppPath(), '--hidden'];
}

/** See the Desktop Entry Specification, "The Exec key". */
export function autostartEntry(command: readonly string[]): string {
  const exec = command.map(quoted).join(' ');
  return `[Desktop Entry]\nType=Application\nName=Granary\nExec=${exec}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n`;
}

/** The string itself is escaped once more, so that a backslash of the quoting is written twice; a percent sign is a field code. */
function quoted(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
}
