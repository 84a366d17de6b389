import { Plus, Scale, UserPlus, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusRow } from '../../../shared/rows.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useStatus } from '../../frame/status.tsx';
import { navigate, PEOPLE_TABS, type PeopleTab } from '../../routes.ts';
import { useFormat } from '../../text/format.ts';
import { useView } from '../useView.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { GroupsTable } from './GroupsTable.tsx';
import { InvitationsTable } from './InvitationsTable.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { PeopleTable } from './PeopleTable.tsx';
import { useSettingsLink } from './useSettingsLink.ts';

/** Who may use a private tracker: people, the invitations with which more of them come, and groups. */
export function PeopleView({ tab }: { readonly tab: PeopleTab }): ReactNode {
  const { t } = useTranslation('people');
  const status = useStatus();
  if (status === undefined) return <Loading />;
  const isOff = status.policy !== 'private' && status.people === 0;
  return (
    // In a window too low for all of it, it scrolls as a whole.
    <section aria-labelledby="people-title" className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      <header className="flex shrink-0 flex-wrap items-center gap-2 px-5 py-3">
        <h1 id="people-title" className="mr-auto text-xl font-semibold">
          {t('title')}
        </h1>
        {isOff ? null : <HeaderActions isStart={tab === 'people' && status.people === 0} />}
      </header>
      {isOff ? <FirstSteps isPrivate={false} /> : <Inside status={status} tab={tab} />}
    </section>
  );
}

/** Before there is anybody, the first steps offer the rest. */
function HeaderActions({ isStart }: { readonly isStart: boolean }): ReactNode {
  const { t } = useTranslation('people');
  const { toRules } = useSettingsLink();
  return (
    <>
      <Button variant="quiet" icon={Scale} onPress={toRules}>
        {t('action.rules')}
      </Button>
      {isStart ? null : (
        <>
          <Button icon={UserPlus} onPress={() => openPeopleDialog({ kind: 'invite' })}>
            {t('action.invite')}
          </Button>
          <Button variant="primary" icon={UserRoundPlus} onPress={() => openPeopleDialog({ kind: 'add' })}>
            {t('action.add')}
          </Button>
        </>
      )}
    </>
  );
}

const TITLES = {
  people: 'tab.people',
  invitations: 'tab.invitations',
  groups: 'tab.groups',
} as const satisfies Readonly<Record<PeopleTab, string>>;

function Inside({ status, tab }: { readonly status: StatusRow; readonly tab: PeopleTab }): ReactNode {
  const { t } = useTranslation('people');
  const nothing = { first: 0, count: 1 };
  const invitations = useView({ kind: 'invitations', window: nothing }).total;
  const groups = useView({ kind: 'groups', window: nothing }).total;
  const counts: Readonly<Record<PeopleTab, number>> = { people: status.people, invitations, groups };
  return (
    <>
      {status.policy === 'private' ? null : <NotAsked />}
      {status.peopleWaiting === 0 ? null : <SomeWait count={status.peopleWaiting} />}
      <div className="@container flex min-h-60 flex-1 shrink-0 basis-0 flex-col pt-2">
        <Tabs
          label={t('tab.label')}
          selected={tab}
          onSelect={(next) => navigate({ view: 'people', tab: next })}
          tabs={PEOPLE_TABS.map((id) => ({ id, title: t(TITLES[id]), count: counts[id] }))}
        >
          <Panel key={tab} tab={tab} />
        </Tabs>
      </div>
    </>
  );
}

/** A table and its filter box, which stands in the line of the tabs where there is room. */
function Panel({ tab }: { readonly tab: PeopleTab }): ReactNode {
  const { t } = useTranslation('people');
  const [filter, setFilter] = useState('');
  return (
    <>
      <div className="relative flex flex-wrap justify-end gap-2 px-5 pt-2.5 pb-1 @2xl:p-0">
        <div className="flex gap-2 @2xl:absolute @2xl:right-5 @2xl:-top-9">
          <SearchField label={t('filter')} value={filter} onChange={setFilter} />
          {tab === 'groups' ? (
            <Button icon={Plus} onPress={() => openPeopleDialog({ kind: 'group' })}>
              {t('action.newGroup')}
            </Button>
          ) : null}
        </div>
      </div>
      <Table tab={tab} filter={filter} />
    </>
  );
}

function Table({ tab, filter }: { readonly tab: PeopleTab; readonly filter: string }): ReactNode {
  switch (tab) {
    case 'people':
      return <PeopleTable filter={filter} />;
    case 'invitations':
      return <InvitationsTable filter={filter} />;
    case 'groups':
      return <GroupsTable filter={filter} />;
  }
}

function NotAsked(): ReactNode {
  const { t } = useTranslation('people');
  const { toPolicy } = useSettingsLink();
  return (
    <Banner tone="info" title={t('notAsked.title')} actions={<Button onPress={toPolicy}>{t('action.policy')}</Button>}>
      {t('notAsked.what')}
    </Banner>
  );
}

function SomeWait({ count }: { readonly count: number }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  return (
    <Banner
      tone="warning"
      title={t('waiting.banner', { count, shown: format.count(count) })}
      actions={<Button onPress={() => openPeopleDialog({ kind: 'waiting' })}>{t('waiting.look', { count })}</Button>}
    >
      {t('waiting.bannerWhat')}
    </Banner>
  );
}
