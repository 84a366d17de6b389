import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { Select } from '../../components/Select.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { safeText } from '../../text/safeText.ts';
import { sortedPageUrls } from './pageUrls.ts';
import { QrCode } from './QrCode.tsx';

export interface QrDialogProps {
  readonly row: ShareDetailRow;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const MAGNET = 'magnet';

/** The QR code as large as the window allows, to be scanned across a room; the page's address first, because it is short. */
export function QrDialog({ row, isOpen, onClose }: QrDialogProps): ReactNode {
  const { t } = useTranslation('share');
  const copy = useCopy();
  const urls = sortedPageUrls(row.pageUrls);
  const [wanted, setWanted] = useState('');
  const choice = wanted === MAGNET || urls.includes(wanted) ? wanted : (urls[0] ?? MAGNET);
  const text = choice === MAGNET ? row.magnet : choice;
  return (
    <Dialog
      title={<SafeText text={row.name} />}
      isOpen={isOpen}
      onClose={onClose}
      size="large"
      footer={
        <div className="flex w-full flex-wrap items-center justify-between gap-2">
          <Select
            label={t('qr.what')}
            isLabelHidden
            value={choice}
            onChange={setWanted}
            options={[
              ...urls.map((url) => ({ value: url, label: t('qr.page', { host: hostOf(url) }) })),
              { value: MAGNET, label: t('qr.magnet') },
            ]}
          />
          <Button icon={Copy} onPress={() => copy(text)}>
            {t('qr.copy')}
          </Button>
        </div>
      }
    >
      <div className="mx-auto aspect-square w-[min(100%,calc(100vh-13.5rem))] overflow-hidden rounded-md bg-white">
        <QrCode text={text} label={t('qr.label', { name: safeText(row.name) })} tooLong={t('qr.tooLong')} />
      </div>
      <p className="mt-2 truncate text-center text-muted">
        {choice === MAGNET ? t('qr.magnetText') : <SafeText text={text} />}
      </p>
    </Dialog>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
