import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationRow } from '../../../shared/peopleSchemas.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { Select } from '../../components/Select.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { useFormat } from '../../text/format.ts';
import { sortedPageUrls } from '../share/pageUrls.ts';
import { QrCode } from '../share/QrCode.tsx';
import { useView } from '../useView.ts';
import { closePeopleDialog } from './peopleDialogs.ts';

const MOST_INVITATIONS = 500;

/** An invitation's link, to be copied or scanned. */
export function InvitationDialog({ invitation }: { readonly invitation: string }): ReactNode {
  const { t } = useTranslation('people');
  const { rows, isLoading } = useView({ kind: 'invitations', window: { first: 0, count: MOST_INVITATIONS } });
  const row = rows.find(({ key }) => key === invitation);
  if (row !== undefined) return <Link row={row} />;
  return (
    <Dialog title={t('invitation.title')} isOpen onClose={closePeopleDialog}>
      {isLoading ? <Loading /> : <EmptyState title={t('invitation.gone')} />}
    </Dialog>
  );
}

function Link({ row }: { readonly row: InvitationRow }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const copy = useCopy();
  const urls = sortedPageUrls(row.urls);
  const [wanted, setWanted] = useState('');
  const url = urls.includes(wanted) ? wanted : urls[0];
  return (
    <Dialog
      title={t('invitation.title')}
      isOpen
      onClose={closePeopleDialog}
      footer={
        <>
          <Button onPress={closePeopleDialog}>{t('dialog.close')}</Button>
          {url === undefined ? null : (
            <Button variant="primary" icon={Copy} onPress={() => copy(url)} autoFocus>
              {t('invitation.copy')}
            </Button>
          )}
        </>
      }
    >
      {url === undefined ? (
        <EmptyState title={t('links.noAddress')} />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-muted">
            {t('invitation.what', {
              count: row.usesLeft,
              shown: format.count(row.usesLeft),
              date: format.dateTime(row.expiresAt),
            })}{' '}
            {row.needsApproval ? t('invitation.approval') : ''}
          </p>
          <div className="mx-auto aspect-square w-[min(100%,16rem,calc(100vh-21rem))] min-w-32 overflow-hidden rounded-md bg-white">
            <QrCode text={url} label={t('invitation.qr')} tooLong={t('invitation.tooLong')} />
          </div>
          <code className="text-center font-mono text-sm wrap-anywhere select-text">
            <SafeText text={url} max={500} />
          </code>
          {urls.length < 2 ? null : (
            <Select
              label={t('invitation.address')}
              value={url}
              onChange={setWanted}
              options={urls.map((one) => ({ value: one, label: hostOf(one) }))}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
