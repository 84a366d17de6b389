import { ArrowLeft, UserX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { navigate } from '../../routes.ts';
import { useRow } from '../useView.ts';
import { PersonHeader } from './PersonHeader.tsx';
import { PersonTorrents } from './PersonTorrents.tsx';
import { SUSPICION_SENTENCES } from './personWords.ts';
import { usePersonCommands } from './usePersonCommands.ts';

const toPeople = (): void => navigate({ view: 'people' });

/** One person with all there is to know and to do. */
export function PersonPage({ person }: { readonly person: string }): ReactNode {
  const { t } = useTranslation('people');
  const { row, isLoading, isGone, error } = useRow({ kind: 'person', person });
  const back = (
    <Button icon={ArrowLeft} onPress={toPeople}>
      {t('gone.back')}
    </Button>
  );
  return (
    // In a window too low for all of it, it scrolls as a whole.
    <section className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      {error === undefined ? null : <ErrorState error={error} actions={back} isPage />}
      {isLoading && row === undefined ? <Loading /> : null}
      {isGone ? (
        <EmptyState icon={UserX} title={t('gone.title')} actions={back} isPage>
          {t('gone.what')}
        </EmptyState>
      ) : null}
      {row === undefined ? null : <Person row={row} />}
    </section>
  );
}

function Person({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const [filter, setFilter] = useState('');
  return (
    <>
      <PersonHeader row={row} />
      <Waits row={row} />
      <Suspicions row={row} />
      <div className="-mt-px flex min-h-60 flex-1 shrink-0 basis-0 flex-col border-t border-line">
        <div className="flex flex-wrap items-center gap-2 px-5 pt-2.5 pb-1">
          <h2 className="mr-auto text-lg font-semibold">{t('torrents.title')}</h2>
          <SearchField label={t('torrents.filter')} value={filter} onChange={setFilter} />
        </div>
        <PersonTorrents person={row.key} filter={filter} />
      </div>
    </>
  );
}

function Waits({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { approve } = usePersonCommands();
  if (row.state !== 'waiting') return null;
  return (
    <Banner
      tone="warning"
      title={t('waiting.one')}
      actions={<Button onPress={() => approve([row.key])}>{t('waiting.letIn')}</Button>}
    >
      {t('waiting.bannerWhat')}
    </Banner>
  );
}

function Suspicions({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { clearSuspicions } = usePersonCommands();
  const [first] = row.suspicions;
  if (first === undefined) return null;
  return (
    <Banner
      tone="warning"
      title={t('suspicion.title')}
      actions={<Button onPress={() => clearSuspicions(row.key)}>{t('suspicion.clear')}</Button>}
    >
      {row.suspicions.map((suspicion) => t(SUSPICION_SENTENCES[suspicion])).join(' ')}
    </Banner>
  );
}
