import { Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandResult } from '../../../shared/contract.ts';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { useEngine } from '../../engine.tsx';
import { servedAddresses } from '../../frame/addresses.ts';
import { useStatus } from '../../frame/status.tsx';
import { safeText } from '../../text/safeText.ts';
import { CopyLine } from './CopyLine.tsx';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PersonDialog } from './PersonDialog.tsx';
import { usePersonCommands } from './usePersonCommands.ts';

/** What somebody needs to take part: where to sign in, and what their client announces to. */
export function LinksDialog({ person }: { readonly person: string }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <PersonDialog person={person} title={t('links.title')}>
      {(row) => <Links row={row} />}
    </PersonDialog>
  );
}

type PersonLinks = CommandResult<'people.links'>;

function Links({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { links, error } = useLinks(row.key);
  const { copyAnnounceAddress } = usePersonCommands();
  const status = useStatus();
  const [page] = status === undefined ? [] : servedAddresses(status);
  return (
    <Dialog
      title={t('links.titleOf', { name: safeText(row.name) })}
      isOpen
      size="large"
      onClose={closePeopleDialog}
      footer={
        <>
          <Button onPress={closePeopleDialog}>{t('dialog.close')}</Button>
          <Button variant="primary" icon={Copy} onPress={() => copyAnnounceAddress(row.key)} autoFocus>
            {t('action.copyAnnounce')}
          </Button>
        </>
      }
    >
      {page === undefined ? null : (
        <section className="mb-4">
          <h3 className="font-medium">{t('links.page')}</h3>
          <p className="text-sm text-muted">{t('links.pageWhat')}</p>
          <CopyLine text={page.url} />
        </section>
      )}
      <h3 className="font-medium">{t('links.announce')}</h3>
      <p className="text-sm text-muted">{t('links.announceWhat')}</p>
      {error === undefined ? null : <ErrorState error={error} />}
      {links === undefined && error === undefined ? <Loading /> : null}
      {links === undefined ? null : <Trackers trackers={links.trackers} />}
    </Dialog>
  );
}

function Trackers({ trackers }: Pick<PersonLinks, 'trackers'>): ReactNode {
  const { t } = useTranslation('people');
  const urls = trackers.flat();
  if (urls.length === 0) return <p className="text-muted">{t('links.noAddress')}</p>;
  return (
    <ul className="flex flex-col gap-0.5">
      {urls.map((url) => (
        <li key={url}>
          <CopyLine name={url.startsWith('udp') ? 'UDP' : 'HTTP'} text={url} />
        </li>
      ))}
    </ul>
  );
}

function useLinks(person: string): { readonly links: PersonLinks | undefined; readonly error: unknown } {
  const { call } = useEngine();
  const [links, setLinks] = useState<PersonLinks>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isWanted = true;
    call('people.links', { person }).then(
      (answer) => {
        if (isWanted) setLinks(answer);
      },
      (reason: unknown) => {
        if (isWanted) setError(reason);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [call, person]);
  return { links, error };
}
