import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { openCreateDialog } from '../../startShare.ts';
import { useErrorText } from '../../text/errorText.ts';
import { useFormat } from '../../text/format.ts';
import { type HashingJob, hashingJobs, useHashingJobs } from './hashingJobs.ts';
import { useHashing } from './useHashing.ts';

/** Shares in the making that the dialog does not show at the moment. */
export function HashingStrip(): ReactNode {
  const { t } = useTranslation('create');
  const jobs = useHashingJobs((state) => state.jobs);
  const shown = useHashingJobs((state) => state.shown);
  useHashing();
  const hidden = Object.values(jobs).filter(({ jobId }) => jobId !== shown);
  if (hidden.length === 0) return null;
  return (
    <ul aria-label={t('strip.label')} className="border-y border-line bg-surface">
      {hidden.map((job) => (
        <li key={job.jobId} className="flex items-center gap-4 py-1 pr-3 pl-5">
          <Words job={job} />
        </li>
      ))}
    </ul>
  );
}

function Words({ job }: { readonly job: HashingJob }): ReactNode {
  const { t } = useTranslation('create');
  const format = useFormat();
  const errorText = useErrorText();
  const { jobId, name, progress, error } = job;
  const part =
    progress === undefined || progress.bytesTotal === 0 ? undefined : progress.bytesDone / progress.bytesTotal;
  const left = progress?.secondsLeft;
  const show = (): void => {
    hashingJobs.show(jobId);
    openCreateDialog(job.request.paths);
  };
  return (
    <>
      <span className="min-w-0 shrink truncate font-semibold">
        <SafeText text={name} />
      </span>
      {error === undefined ? (
        <>
          <span className="w-40 shrink-0">
            <ProgressBar label={t('hashing.label')} tone="checking" {...(part === undefined ? {} : { value: part })} />
          </span>
          <span className="figures mr-auto shrink-0 text-muted">
            {part === undefined ? t('hashing.scanning') : t('strip.hashing', { percent: format.percent(part) })}
            {left === undefined ? '' : `, ${t('hashing.left', { time: format.duration(left) })}`}
          </span>
        </>
      ) : (
        <span className="mr-auto min-w-0 truncate text-error">
          <SafeText text={errorText(error).message} />
        </span>
      )}
      <Button variant="quiet" onPress={show}>
        {t('strip.show')}
      </Button>
      {error === undefined ? null : (
        <IconButton label={t('strip.forget')} icon={X} onPress={() => hashingJobs.remove(jobId)} />
      )}
    </>
  );
}
