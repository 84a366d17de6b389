import { existsSync } from 'node:fs';
import { app, protocol } from 'electron';
import { APP_SCHEME } from './desktop/appProtocol.ts';
import { startDesktop } from './desktopApp.ts';

/** Composition root of the desktop app. Here: what has to be done before Electron is ready, and that there is one of it. */

protocol.registerSchemesAsPrivileged([APP_SCHEME]);
// Chromium cannot run as root in its sandbox; tests and `npm start` then say so with this switch, packages never do.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Without a graphics card Chromium tries for one all the same, fails, and now and then leaves the page waiting for it for ever.
if (process.platform === 'linux' && !existsSync('/dev/dri')) app.disableHardwareAcceleration();
// Windows knows a program's notifications and its place on the task bar by this name.
app.setAppUserModelId('app.granary');

if (app.requestSingleInstanceLock()) startDesktop(import.meta.dirname);
else app.exit();
