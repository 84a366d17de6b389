import { TriangleAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { ActivityKind } from '../../../shared/activityKinds.ts';
import { classes } from '../../components/classes.ts';
import { type Route, routeHash } from '../../routes.ts';
import { safeText } from '../../text/safeText.ts';
import { KIND_ICONS } from './kinds.ts';
import { partsOf } from './sentences.ts';
import { useSentence } from './useSentence.ts';

export interface ActivityRowProps {
  readonly entry: ActivityEntry;
  readonly time: string;
}

const LEVEL_NAMES = {
  info: 'level.info',
  warning: 'level.warning',
  error: 'level.error',
} as const satisfies Record<ActivityEntry['level'], string>;

const LEVEL_COLOURS = { info: 'text-muted', warning: 'text-checking', error: 'text-error' } as const;

/** One thing that happened: when, how bad, and what. */
function ActivityRowView({ entry, time }: ActivityRowProps): ReactNode {
  const { t } = useTranslation('activity');
  const sentence = useSentence()(entry);
  const { level, kind } = entry;
  const Icon = level === 'warning' ? TriangleAlert : KIND_ICONS[kind];
  return (
    <>
      <time
        dateTime={new Date(entry.at).toISOString()}
        className="figures w-[5.75rem] shrink-0 text-right whitespace-nowrap text-muted"
      >
        {time}
      </time>
      <Icon aria-hidden size={15} className={classes('shrink-0 translate-y-0.5', LEVEL_COLOURS[level])} />
      {level === 'info' ? null : (
        <span className={classes('shrink-0 text-sm font-semibold', LEVEL_COLOURS[level])}>{t(LEVEL_NAMES[level])}</span>
      )}
      <span className="min-w-0 flex-1 wrap-anywhere">
        <Sentence entry={entry} sentence={sentence} />
      </span>
    </>
  );
}

/** A row that did not change is not drawn again: its object is the same. */
export const ActivityRow = memo(ActivityRowView);

/** About torrents that need not be shared here: their names lead to the tracker's list. */
const ABOUT_THE_LIST: ReadonlySet<ActivityKind> = new Set([
  'torrents-allowed',
  'torrents-blocked',
  'torrents-unlisted',
]);
const LIST: Route = { view: 'tracker', tab: 'list' };

/** The share's name leads to the share. */
function Sentence({ entry, sentence }: { readonly entry: ActivityEntry; readonly sentence: string }): ReactNode {
  const { infoHash, values } = entry;
  const name = safeText(String(values['name'] ?? ''), 120);
  return partsOf(sentence).map(({ text, isValue }, index) => {
    if (!isValue) return text;
    if (text === name && infoHash !== undefined) {
      return (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of a sentence never change places
        <a
          key={index}
          // Thousands of them would keep Tab from what comes after the list; its arrow keys lead here.
          tabIndex={-1}
          href={routeHash(ABOUT_THE_LIST.has(entry.kind) ? LIST : { view: 'share', infoHash, tab: 'peers' })}
          className="font-medium underline decoration-line underline-offset-2 hover:decoration-current"
        >
          <bdi>{text}</bdi>
        </a>
      );
    }
    return (
      // oxlint-disable-next-line react/no-array-index-key -- as above
      <bdi key={index} className={text === name ? 'font-medium' : undefined}>
        {text}
      </bdi>
    );
  });
}
