import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusRow } from '../../../shared/rows.ts';
import { useFormat } from '../../text/format.ts';
import { CardFigure } from './CardFigure.tsx';
import { RefusedCard } from './RefusedCard.tsx';

/** How the tracker does at a glance. */
export function TrackerCards({ status }: { readonly status: StatusRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const { swarms, swarmPeers, swarmSeeders, announcesPerSecond, answerMs } = status;
  const milliseconds = (value: number): string => t('cards.milliseconds', { value: format.number(oneDecimal(value)) });
  return (
    <ul
      aria-label={t('cards.label')}
      className="grid shrink-0 grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] border-y border-line bg-surface *:border-r *:border-line *:last:border-r-0"
    >
      <li>
        <CardFigure figure={format.count(swarms)} label={t('cards.swarms', { count: swarms })} />
      </li>
      <li>
        <CardFigure
          figure={format.count(swarmPeers)}
          label={t('cards.peers', { count: swarmSeeders, seeders: format.count(swarmSeeders) })}
        />
      </li>
      <li>
        <CardFigure figure={format.number(oneDecimal(announcesPerSecond))} label={t('cards.announces')} />
      </li>
      <li>
        {answerMs === undefined ? (
          <CardFigure figure="–" label={t('cards.noAnswers')} />
        ) : (
          <CardFigure
            figure={milliseconds(answerMs.median)}
            label={t('cards.answers', { p99: milliseconds(answerMs.p99) })}
          />
        )}
      </li>
      <li className="flex flex-col">
        <RefusedCard status={status} />
      </li>
    </ul>
  );
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
