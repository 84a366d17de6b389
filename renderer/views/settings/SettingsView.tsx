import { SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { RestartBanner } from './RestartBanner.tsx';
import { matches, type Section, SECTION_TITLES, SECTIONS } from './sections.ts';
import { useEngineSettings } from './useEngineSettings.ts';
import { type SettingItem, useSettingItems } from './useSettingItems.tsx';

export interface SettingsViewProps {
  /** What to search for at first. */
  readonly startWith?: string;
}

/** All that can be set, of the window and of the engine, in one page that can be searched. */
export function SettingsView({ startWith }: SettingsViewProps): ReactNode {
  const { t } = useTranslation('settings');
  const [search, setSearch] = useState(startWith ?? '');
  const engine = useEngineSettings();
  const { settings, error, retry } = engine;
  const items = useSettingItems(engine).filter(({ words }) => matches(words, search));
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 py-3">
        <h1 className="mr-auto text-xl font-semibold">{t('title')}</h1>
        <SearchField label={t('search')} value={search} onChange={setSearch} />
      </header>
      {settings?.restartNeeded === true ? <RestartBanner /> : null}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {items.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title={t('noMatch')}
            actions={<Button onPress={() => setSearch('')}>{t('showAll')}</Button>}
          />
        ) : (
          <div className="@container w-full max-w-5xl px-5 pb-8">
            {SECTIONS.map((section) => (
              <SectionOf key={section} section={section} items={items.filter((item) => item.section === section)} />
            ))}
            {error === undefined ? null : <ErrorState error={error} onRetry={retry} />}
            {settings === undefined && error === undefined ? <Loading /> : null}
            {settings === undefined || search !== '' ? null : (
              <p className="pt-4 text-sm text-muted wrap-anywhere select-text">
                {t('file')} <SafeText text={settings.file} max={500} />
              </p>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

function SectionOf({
  section,
  items,
}: {
  readonly section: Section;
  readonly items: readonly SettingItem[];
}): ReactNode {
  const { t } = useTranslation('settings');
  if (items.length === 0) return null;
  const titleId = `settings-${section}`;
  return (
    <section aria-labelledby={titleId} className="pt-4">
      <h2 id={titleId} className="border-b border-line pb-1.5 text-lg font-semibold">
        {t(SECTION_TITLES[section])}
      </h2>
      {items.map(({ id, element }) => (
        <div key={id} className="border-b border-line last:border-b-0">
          {element}
        </div>
      ))}
    </section>
  );
}
