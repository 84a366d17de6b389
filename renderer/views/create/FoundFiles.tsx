import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import { FilePath } from './FilePath.tsx';
import { Fold } from './Fold.tsx';
import type { Found } from './useScan.ts';

const REASONS = {
  junk: 'skipped.junk',
  'symlink-outside': 'skipped.symlinkOutside',
  'symlink-broken': 'skipped.symlinkBroken',
  'symlink-loop': 'skipped.symlinkLoop',
  'special-file': 'skipped.specialFile',
} as const;

/** Enough to see what kind of thing was left out; a folder may hold thousands. */
const MOST_SKIPPED_SHOWN = 100;

/** What would be shared: name, size, the first files, and what is left out and why. */
export function FoundFiles({ found }: { readonly found: Found }): ReactNode {
  const { t } = useTranslation('create');
  const format = useFormat();
  const { name, bytes, files, firstFiles, skipped } = found;
  const more = files - firstFiles.length;
  return (
    <>
      <div className="flex items-baseline justify-between gap-6">
        <p className="min-w-0 truncate text-lg font-semibold">
          <SafeText text={name} />
        </p>
        <p className="figures shrink-0">
          {t('what.files', { count: files, shown: format.count(files) })}
          {', '}
          <strong className="font-semibold">{format.bytes(bytes)}</strong>
        </p>
      </div>
      <ul
        aria-label={t('what.firstFiles')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls must be reached by keyboard
        tabIndex={0}
        className="max-h-56 min-h-20 overflow-y-auto border-y border-line"
      >
        {firstFiles.map(({ path, bytes: size }) => (
          <li key={path.join('/')} className="flex h-7 items-center gap-4">
            <FilePath path={path} />
            <span className="figures ml-auto shrink-0 text-muted">{format.bytes(size)}</span>
          </li>
        ))}
        {more > 0 ? (
          <li className="flex h-7 items-center text-muted">
            {t('what.more', { count: more, shown: format.count(more) })}
          </li>
        ) : null}
      </ul>
      {skipped.length === 0 ? null : (
        <Fold title={t('skipped.title', { count: skipped.length, shown: format.count(skipped.length) })}>
          <ul className="max-h-40 overflow-y-auto">
            {skipped.slice(0, MOST_SKIPPED_SHOWN).map(({ path, reason }) => (
              <li key={path} className="flex items-baseline gap-4 py-0.5">
                <span className="min-w-0 truncate">
                  <SafeText text={path} />
                </span>
                <span className="ml-auto shrink-0 text-muted">{t(REASONS[reason])}</span>
              </li>
            ))}
            {skipped.length > MOST_SKIPPED_SHOWN ? (
              <li className="text-muted">{t('skipped.more', { count: skipped.length - MOST_SKIPPED_SHOWN })}</li>
            ) : null}
          </ul>
        </Fold>
      )}
    </>
  );
}
