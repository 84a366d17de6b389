import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../components/classes.ts';
import { type Route, routeHash, useRoute } from '../routes.ts';
import { useFormat } from '../text/format.ts';
import { useStatus } from './status.tsx';
import { VIEW_ICONS, VIEW_TITLES, type ViewName, viewsOf } from './viewTitles.ts';
import { Logo } from '../components/Logo.tsx';

/** The view that a route belongs to. */
export function viewOf({ view }: Route): ViewName {
  if (view === 'share') return 'shares';
  if (view === 'person') return 'people';
  return view === 'swarm' ? 'tracker' : view;
}

export function Rail(): ReactNode {
  const { t } = useTranslation('frame');
  const status = useStatus();
  const current = viewOf(useRoute());
  const counts: Readonly<Partial<Record<ViewName, number>>> =
    status === undefined ? {} : { shares: status.shares, tracker: status.swarms, people: status.people };
  return (
    <nav
      aria-label={t('rail.label')}
      className="flex flex-col gap-0.5 overflow-y-auto border-r border-line bg-rail p-2.5"
    >
      <p className="flex items-center gap-2 px-2 pt-1 pb-3 text-lg font-semibold">
        <Logo className="size-[1.125rem] shrink-0" />
        Granary
      </p>
      {viewsOf(status).map((view) => (
        <RailLink key={view} view={view} isCurrent={view === current} count={counts[view]} />
      ))}
    </nav>
  );
}

interface RailLinkProps {
  readonly view: ViewName;
  readonly isCurrent: boolean;
  readonly count: number | undefined;
}

function RailLink({ view, isCurrent, count }: RailLinkProps): ReactNode {
  const { t } = useTranslation('frame');
  const format = useFormat();
  const Icon = VIEW_ICONS[view];
  return (
    <a
      href={routeHash({ view })}
      aria-current={isCurrent ? 'page' : undefined}
      className={classes(
        'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2 no-underline',
        isCurrent ? 'bg-selected font-semibold' : 'hover:bg-hover',
      )}
    >
      <Icon aria-hidden size={15} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{t(VIEW_TITLES[view])}</span>
      {count === undefined ? null : (
        <span className="figures text-sm font-normal text-muted">{format.count(count)}</span>
      )}
    </a>
  );
}
