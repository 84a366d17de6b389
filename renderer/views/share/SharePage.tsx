import { ArrowLeft, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseInfoHash } from '../../../shared/infoHash.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { navigate, type ShareTab } from '../../routes.ts';
import { useRow } from '../useView.ts';
import { PageHeader } from './PageHeader.tsx';
import { ShareTabs } from './ShareTabs.tsx';
import { ShareTrouble } from './ShareTrouble.tsx';

export interface SharePageProps {
  readonly infoHash: string;
  readonly tab: ShareTab;
}

const toShares = (): void => navigate({ view: 'shares' });

/** One share with all there is to know and to do. */
export function SharePage({ infoHash, tab }: SharePageProps): ReactNode {
  const parsed = parseInfoHash(infoHash);
  const { row, isLoading, isGone, error } = useRow(
    parsed === undefined ? undefined : { kind: 'share', infoHash: parsed },
  );
  // Removed before it was looked at, instead of meanwhile.
  const isUnknown = error?.code === 'share-unknown';
  return (
    // In a window too low for all of it, it scrolls as a whole.
    <section className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      {error === undefined || isUnknown ? null : <ErrorState error={error} actions={<BackButton />} isPage />}
      {isLoading && row === undefined ? <Loading /> : null}
      {isGone || isUnknown || parsed === undefined ? <Gone /> : null}
      {row === undefined ? null : (
        <>
          <PageHeader row={row} />
          <ShareTrouble row={row} onGone={toShares} />
          <ShareTabs row={row} tab={tab} onTab={(next) => navigate({ view: 'share', infoHash, tab: next })} hasFilter />
        </>
      )}
    </section>
  );
}

function BackButton(): ReactNode {
  const { t } = useTranslation('share');
  return (
    <Button icon={ArrowLeft} onPress={toShares}>
      {t('gone.back')}
    </Button>
  );
}

function Gone(): ReactNode {
  const { t } = useTranslation('share');
  return (
    <EmptyState icon={Unplug} title={t('gone.title')} actions={<BackButton />} isPage>
      {t('gone.text')}
    </EmptyState>
  );
}
