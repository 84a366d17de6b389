import { type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { classes } from '../../components/classes.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { sortedPageUrls } from './pageUrls.ts';
import { QrCode } from './QrCode.tsx';
import { QrDialog } from './QrDialog.tsx';

export interface QrButtonProps {
  readonly row: ShareDetailRow;
  readonly size: 'small' | 'large';
}

const SIZES = { small: 'size-19', large: 'size-28' } as const;

/** The code of the share's page; pressing it shows it large. */
export function QrButton({ row, size }: QrButtonProps): ReactNode {
  const { t } = useTranslation('share');
  const [isOpen, setIsOpen] = useState(false);
  const [pageUrl] = sortedPageUrls(row.pageUrls);
  return (
    <>
      <Tooltip text={t('qr.enlarge')}>
        <AriaButton
          aria-label={t('qr.enlarge')}
          onPress={() => setIsOpen(true)}
          className={classes('shrink-0 cursor-default overflow-hidden rounded-md bg-white', SIZES[size])}
        >
          <span aria-hidden>
            <QrCode text={pageUrl ?? row.magnet} label={t('qr.enlarge')} tooLong={t('qr.tooLong')} />
          </span>
        </AriaButton>
      </Tooltip>
      <QrDialog row={row} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}
