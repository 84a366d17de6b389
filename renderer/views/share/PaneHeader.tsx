import { Maximize2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { navigate, type ShareTab } from '../../routes.ts';
import { sortedPageUrls } from './pageUrls.ts';
import { QrButton } from './QrButton.tsx';
import { ShareFacts } from './ShareFacts.tsx';
import { useShareFile } from './useShareFile.ts';

export interface PaneHeaderProps {
  readonly row: ShareDetailRow;
  readonly tab: ShareTab;
  readonly onClose: () => void;
}

/** What one wants of a share most often: its link, its page, its file, its code. */
export function PaneHeader({ row, tab, onClose }: PaneHeaderProps): ReactNode {
  const { t } = useTranslation('share');
  const copy = useCopy();
  const { saveTorrent } = useShareFile();
  const [pageUrl] = sortedPageUrls(row.pageUrls);
  return (
    <header className="flex items-center gap-4 pt-3.5 pb-2 pr-3 pl-5">
      <QrButton row={row} size="small" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-lg font-semibold">
          <SafeText text={row.name} />
        </h2>
        <ShareFacts row={row} />
      </div>
      <div className="flex max-w-[45%] flex-wrap justify-end gap-2">
        <Button onPress={() => copy(row.magnet)}>{t('action.copyLink')}</Button>
        {pageUrl === undefined ? null : <Button onPress={() => copy(pageUrl)}>{t('action.pageAddressShort')}</Button>}
        <Button onPress={() => saveTorrent(row)}>{t('action.saveTorrent')}</Button>
      </div>
      <div className="flex shrink-0 self-start">
        <IconButton
          label={t('action.openPage')}
          icon={Maximize2}
          onPress={() => navigate({ view: 'share', infoHash: row.infoHash, tab })}
        />
        <IconButton label={t('action.closePane')} icon={X} onPress={onClose} />
      </div>
    </header>
  );
}
