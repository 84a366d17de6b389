import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { toast } from '../../components/toast.ts';
import { desktop, saveBytes } from '../../desktop.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';

export interface ShareFileCommands {
  /** Saves the .torrent file where the person says, or where the browser puts downloads. */
  saveTorrent(row: ShareDetailRow): void;
  /** Desktop app only. */
  showInFolder(row: ShareDetailRow): void;
}

export function useShareFile(): ShareFileCommands {
  const { t } = useTranslation('share');
  const { call } = useEngine();
  const errorText = useErrorText();
  const fail = useCallback(
    (title: string) =>
      (error: unknown): void =>
        toast.failed(title, errorText(error)),
    [errorText],
  );
  const saveTorrent = useCallback(
    ({ infoHash }: ShareDetailRow) => {
      call('shares.torrent', { infoHash })
        .then(({ fileName, base64 }) => saveBytes(fileName, base64))
        .then((path) => {
          if (path !== undefined)
            toast.show({ title: t('torrent.saved'), description: safeText(path), tone: 'success' });
        })
        .catch(fail(t('torrent.failed')));
    },
    [call, fail, t],
  );
  const showInFolder = useCallback(
    ({ sourcePath }: ShareDetailRow) => {
      desktop()
        ?.showInFolder(sourcePath)
        .catch(fail(t('folder.failed')));
    },
    [fail, t],
  );
  return { saveTorrent, showInFolder };
}
