import type { TFunction } from 'i18next';
import type { DesktopRequest, MenuCommand } from '../../shared/desktop.ts';
import { toast } from '../components/toast.ts';
import { navigate } from '../routes.ts';
import { openCreateDialog, startShare } from '../startShare.ts';
import type { Dropped } from './dropped.ts';
import { openOverlay } from './overlays.ts';

type Words = TFunction<'frame'>;

const MENU: Readonly<Record<MenuCommand, () => void>> = {
  'share-files': () => void startShare('files'),
  'share-folder': () => void startShare('folder'),
  palette: () => openOverlay('palette'),
  shortcuts: () => openOverlay('shortcuts'),
  settings: () => navigate({ view: 'settings' }),
  shares: () => navigate({ view: 'shares' }),
  tracker: () => navigate({ view: 'tracker' }),
  people: () => navigate({ view: 'people' }),
  activity: () => navigate({ view: 'activity' }),
  about: () => openOverlay('about'),
};

/** What came from outside the page: the menu, the tray, a file manager, another start of Granary. */
export function handleRequest(request: DesktopRequest, t: Words): void {
  switch (request.kind) {
    case 'share':
      share(request.paths, t);
      break;
    case 'open':
      refuseDownload([], t);
      break;
    case 'command':
      MENU[request.command]();
      break;
  }
}

export function handleDrop(dropped: Dropped, t: Words): void {
  switch (dropped.kind) {
    case 'share':
      share(dropped.paths, t);
      break;
    case 'unknown-paths':
      toast.show({ title: t('drop.browserTitle'), description: t('drop.browserText'), tone: 'info' });
      openCreateDialog();
      break;
    case 'download':
      refuseDownload(dropped.paths, t);
      break;
    case 'nothing':
      break;
  }
}

function share(paths: readonly string[], t: Words): void {
  if (!openCreateDialog(paths)) toast.show({ title: t('drop.busy'), tone: 'warning' });
}

/** Granary shares; it does not fetch. The files may have been meant to be shared after all. */
function refuseDownload(paths: readonly string[], t: Words): void {
  toast.show({
    title: t('drop.noDownloadTitle'),
    description: t('drop.noDownloadText'),
    tone: 'warning',
    ...(paths.length === 0
      ? {}
      : { action: { label: t('drop.shareTorrents', { count: paths.length }), onAction: () => share(paths, t) } }),
  });
}
