import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { nextWindow, WINDOW_ROWS } from '../../components/table/rowWindow.ts';
import { useFormat } from '../../text/format.ts';
import { useView } from '../useView.ts';
import { ActivityRow } from './ActivityRow.tsx';
import { dayOf } from './days.ts';
import { moveAmongLinks } from './linkKeys.ts';
import { useDayName } from './useDayName.ts';

export interface ActivityListProps {
  readonly filter: string;
  /** None means all. */
  readonly kinds: readonly ActivityKind[];
  /** Where nothing matches; `isFiltered` says whether there may be more. */
  readonly empty: (isFiltered: boolean) => ReactNode;
}

/** Of a sentence on one line; longer ones wrap. */
const ROW_HEIGHT = 30;
const OVERSCAN_ROWS = 8;
/** Height of the line that names the day. */
const DAY_HEIGHT = 32;

/** What happened, the newest first. The day stands where a new one begins, and over the list for what is at its top. */
export function ActivityList({ filter, kinds, empty }: ActivityListProps): ReactNode {
  const { t } = useTranslation('activity');
  const [rowWindow, setRowWindow] = useState({ first: 0, count: WINDOW_ROWS });
  const view = useView({
    kind: 'activity',
    filter,
    window: rowWindow,
    ...(kinds.length === 0 ? {} : { kinds: [...kinds] }),
  });
  const scroller = useRef<HTMLElement>(null);
  const format = useFormat();
  const dayName = useDayName();
  const virtualizer = useVirtualizer({
    count: view.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN_ROWS,
    scrollMargin: DAY_HEIGHT,
    getItemKey: (index) => view.rows[index - view.first]?.key ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const wanted = nextWindow(rowWindow, { first: items[0]?.index ?? 0, count: items.length }, view.total);
  useEffect(() => setRowWindow({ first: wanted.first, count: wanted.count }), [wanted.first, wanted.count]);
  const scrollBy = useCallback((pixels: number) => {
    const { current } = scroller;
    if (current !== null && current.scrollTop >= ROW_HEIGHT) current.scrollTop += pixels;
  }, []);
  useStayWhereOneReads(view.total, `${filter} ${kinds.join(' ')}`, scrollBy);

  if (view.error !== undefined) return <ErrorState error={view.error} />;
  if (view.total === 0) return view.isLoading ? <Loading /> : empty(filter !== '' || kinds.length > 0);

  const entryAt = (index: number): ActivityEntry | undefined => view.rows[index - view.first];
  const scrolled = (virtualizer.scrollOffset ?? 0) + DAY_HEIGHT;
  const top = entryAt(items.find(({ end }) => end > scrolled)?.index ?? 0);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys go to its links
    <section
      ref={scroller}
      aria-label={t('list')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable for those who scroll with keys
      tabIndex={0}
      onKeyDown={moveAmongLinks}
      className="relative min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div
        className="sticky top-0 z-10 flex items-center border-y border-line bg-canvas px-5 text-sm font-semibold"
        style={{ height: DAY_HEIGHT }}
      >
        {top === undefined ? '' : dayName(top.at)}
      </div>
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const entry = entryAt(index);
          const before = entryAt(index - 1);
          const isNewDay = entry !== undefined && before !== undefined && dayOf(entry.at) !== dayOf(before.at);
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={view.total}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 flex items-baseline gap-2.5 border-b border-line px-5 py-1 hover:bg-hover"
              style={{ minHeight: ROW_HEIGHT, transform: `translateY(${start - DAY_HEIGHT}px)` }}
            >
              {entry === undefined ? (
                <span aria-hidden className="h-2 w-3/5 rounded-full bg-track" />
              ) : (
                <ActivityRow entry={entry} time={format.time(entry.at)} />
              )}
              {isNewDay ? <DayMark>{dayName(entry.at)}</DayMark> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** At the end of the first line of an earlier day, on the line that parts the days. */
function DayMark({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="shrink-0 rounded-sm bg-selected px-2 py-0.5 text-sm font-medium">{children}</span>;
}

/** New entries come in at the top; who has scrolled down keeps seeing what was there. `scrollBy` takes pixels. */
function useStayWhereOneReads(total: number, list: string, scrollBy: (pixels: number) => void): void {
  const before = useRef({ total, list });
  useLayoutEffect(() => {
    const added = before.current.list === list ? total - before.current.total : 0;
    before.current = { total, list };
    if (added > 0) scrollBy(added * ROW_HEIGHT);
  }, [total, list, scrollBy]);
}
