import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import type { HashingJob } from './hashingJobs.ts';

/** How far the hashing is, or why it ended. */
export function HashingStep({ job }: { readonly job: HashingJob }): ReactNode {
  const { t } = useTranslation('create');
  const { name, progress, error } = job;
  return (
    <div className="flex flex-1 flex-col justify-center">
      {error === undefined ? (
        <>
          <p className="text-lg font-semibold wrap-anywhere">
            <SafeText text={name} />
          </p>
          <p className="mt-0.5 mb-5 text-muted">{t('hashing.why')}</p>
          <Figures progress={progress} />
        </>
      ) : (
        <ErrorState error={error} />
      )}
    </div>
  );
}

function Figures({ progress }: { readonly progress: HashingJob['progress'] | undefined }): ReactNode {
  const { t } = useTranslation('create');
  const format = useFormat();
  const isHashing = progress?.phase === 'hashing';
  const part = isHashing && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : undefined;
  const left = progress?.secondsLeft;
  return (
    <>
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <span className="figures text-2xl font-semibold">{part === undefined ? '' : format.percent(part)}</span>
        <span className="text-muted">
          {left === undefined ? '' : t('hashing.left', { time: format.duration(left) })}
        </span>
      </div>
      <ProgressBar label={t('hashing.label')} tone="checking" {...(part === undefined ? {} : { value: part })} />
      <div className="figures mt-2 flex flex-wrap justify-between gap-x-4 text-muted">
        <span>
          {isHashing
            ? t('hashing.of', { done: format.bytes(progress.bytesDone), total: format.bytes(progress.bytesTotal) })
            : t('hashing.scanning')}
        </span>
        <span>{isHashing ? format.rate(progress.rateBytesPerSecond) : ''}</span>
      </div>
      <p className="mt-4 min-h-5 truncate text-muted">
        {progress?.file === undefined ? null : <SafeText text={progress.file} />}
      </p>
    </>
  );
}
