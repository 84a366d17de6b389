import { FolderOpen, ListFilter, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicySourceRow } from '../../../shared/torrentLists.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useView } from '../useView.ts';

const ALL_SOURCES = { kind: 'policySources' } as const;

/** The folders and filter files that the policy is read from, and what is wrong with them. */
export function PolicySources(): ReactNode {
  const { t } = useTranslation('tracker');
  const { rows } = useView(ALL_SOURCES);
  if (rows.length === 0) return null;
  return (
    <ul aria-label={t('sources.label')} className="flex shrink-0 flex-col gap-1 border-b border-line px-5 py-2 text-sm">
      {rows.map((source) => (
        <Source key={source.key} source={source} />
      ))}
    </ul>
  );
}

const KINDS = {
  'list-folder': { icon: FolderOpen, name: 'sources.folder', entries: 'sources.torrents' },
  'ip-filter': { icon: ListFilter, name: 'sources.filter', entries: 'sources.ranges' },
} as const;

function Source({ source }: { readonly source: PolicySourceRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const { icon: Icon, name, entries } = KINDS[source.kind];
  const figure = format.count(source.entries);
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Icon aria-hidden size={14} className="shrink-0 text-muted" />
      <span className="text-muted">{t(name)}</span>
      <span className="min-w-0 truncate">
        <SafeText text={source.key} max={300} />
      </span>
      <span className="figures text-muted">
        {source.state === 'reading' ? t('sources.reading') : t(entries, { count: source.entries, figure })}
      </span>
      <Trouble source={source} />
    </li>
  );
}

/** What could not be read. The engine's own words about why are in the tooltip. */
function Trouble({
  source: { state, kind, rejected, firstRejected = '', message = '' },
}: {
  readonly source: PolicySourceRow;
}): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  if (state !== 'failed' && rejected === 0) return null;
  const counted = { count: rejected, figure: format.count(rejected) };
  const text =
    state === 'failed'
      ? t('sources.failed')
      : kind === 'ip-filter'
        ? t('sources.badLines', counted)
        : t('sources.badFiles', counted);
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-checking" title={safeText(message, 300)}>
      <TriangleAlert aria-hidden size={13} className="shrink-0" />
      <span className="shrink-0">{text}</span>
      {firstRejected === '' ? null : (
        <span className="min-w-0 truncate text-muted">
          <SafeText text={firstRejected} max={160} />
        </span>
      )}
    </span>
  );
}
