import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwarmRow } from '../../../shared/rows.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';

/** How a swarm does, as a mark, and what it is called. */
export function SwarmName({ swarm }: { readonly swarm: SwarmRow }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <span className="flex h-full min-w-0 items-center gap-2">
      <span className="flex shrink-0">
        <SwarmMark swarm={swarm} />
      </span>
      <span className="truncate">
        {swarm.name === undefined ? (
          <span className="text-muted">{t('swarm.unknown')}</span>
        ) : (
          <SafeText text={swarm.name} />
        )}
      </span>
    </span>
  );
}

function SwarmMark({ swarm: { seeders, leechers } }: { readonly swarm: SwarmRow }): ReactNode {
  const { t } = useTranslation('tracker');
  if (seeders > 0) return <StateMark kind="seeding" label={t('swarm.hasSeeders')} isLabelHidden />;
  if (leechers > 0) return <StateMark kind="downloading" label={t('swarm.noSeeders')} isLabelHidden />;
  return <StateMark kind="paused" label={t('swarm.nobody')} isLabelHidden />;
}
