import { FileDown, ScrollText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { ActivityList } from './ActivityList.tsx';
import { KindFilter } from './KindFilter.tsx';
import { SupportDialog } from './SupportDialog.tsx';

/** What happened, and a file about it for someone who helps. */
export function ActivityView(): ReactNode {
  const { t } = useTranslation('activity');
  const [filter, setFilter] = useState('');
  const [kinds, setKinds] = useState<readonly ActivityKind[]>([]);
  const [isExporting, setIsExporting] = useState(false);
  const showAll = (): void => {
    setFilter('');
    setKinds([]);
  };
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 px-5 py-3">
        <h1 className="mr-auto text-xl font-semibold">{t('title')}</h1>
        <SearchField label={t('filter')} value={filter} onChange={setFilter} />
        <KindFilter kinds={kinds} onChange={setKinds} />
        <Button icon={FileDown} onPress={() => setIsExporting(true)}>
          {t('support.button')}
        </Button>
      </header>
      <ActivityList
        filter={filter}
        kinds={kinds}
        empty={(isFiltered) =>
          isFiltered ? (
            <EmptyState
              icon={ScrollText}
              title={t('empty.noMatch')}
              actions={<Button onPress={showAll}>{t('empty.showAll')}</Button>}
            />
          ) : (
            <EmptyState icon={ScrollText} title={t('empty.title')}>
              {t('empty.what')}
            </EmptyState>
          )
        }
      />
      <SupportDialog isOpen={isExporting} onClose={() => setIsExporting(false)} />
    </div>
  );
}
