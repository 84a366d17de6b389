import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { useRatio } from './useRatio.ts';

/** What their clients told the tracker so far. */
export function PersonFigures({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const ratio = useRatio();
  const { uploadedBytes, downloadedBytes, chargedBytes, seededSeconds, activeDownloads, activeSeeds } = row;
  const freeBytes = Math.max(0, downloadedBytes - chargedBytes);
  return (
    <dl className="mt-3 flex flex-wrap gap-x-10 gap-y-2">
      <Figure name={t('column.uploaded')}>{format.bytes(uploadedBytes)}</Figure>
      <Figure
        name={t('column.downloaded')}
        {...(freeBytes === 0 ? {} : { more: t('figure.free', { bytes: format.bytes(freeBytes) }) })}
      >
        {format.bytes(downloadedBytes)}
      </Figure>
      <Figure name={t('column.ratio')}>{ratio(row.ratio)}</Figure>
      <Figure name={t('column.seeded')}>{seededSeconds === 0 ? '–' : format.duration(seededSeconds)}</Figure>
      <Figure name={t('figure.now')}>
        {t('figure.active', { downloads: format.count(activeDownloads), seeds: format.count(activeSeeds) })}
      </Figure>
      <Figure name={t('column.lastSeen')}>
        {row.lastSeenAt === undefined ? t('never') : <Ago at={row.lastSeenAt} />}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  /** A few words below it. */
  readonly more?: string;
  readonly children: ReactNode;
}

function Figure({ name, more, children }: FigureProps): ReactNode {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="figures text-lg font-semibold whitespace-nowrap">{children}</dd>
      {more === undefined ? null : <dd className="text-sm text-muted">{more}</dd>}
    </div>
  );
}
