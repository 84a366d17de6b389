import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { useEngine, useEngineEvent } from '../../engine.tsx';
import { navigate } from '../../routes.ts';
import { closeCreateDialog } from '../../startShare.ts';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { type HashingJob, hashingJobs, useHashingJobs } from './hashingJobs.ts';
import { newJobId } from './jobId.ts';

export interface Hashing {
  start(name: string, request: HashingJob['request']): void;
  /** Ends the work; nothing is shared then. A job that failed is forgotten. */
  stop(jobId: string): void;
}

const openShare = (infoHash: string): void => navigate({ view: 'share', infoHash, tab: 'peers' });

/** Begins and ends the work on new shares, and keeps its progress up to date while the component is there. */
export function useHashing(): Hashing {
  const { t } = useTranslation('create');
  const { call } = useEngine();
  const errorText = useErrorText();
  const isRunning = useHashingJobs(({ jobs }) => Object.values(jobs).some(({ error }) => error === undefined));
  useEngineEvent('job.progress', hashingJobs.progress, isRunning);

  const start = useCallback(
    (name: string, request: HashingJob['request']) => {
      const jobId = newJobId();
      hashingJobs.add({ jobId, name, request });
      call('shares.create', { jobId, ...request }).then(
        ({ share, alreadyShared }) => {
          const title = alreadyShared ? t('done.already') : t('done.title');
          const description = safeText(share.name);
          if (hashingJobs.isShown(jobId)) {
            closeCreateDialog();
            openShare(share.infoHash);
            toast.show({ title, description, tone: alreadyShared ? 'info' : 'success' });
          } else {
            const action = { label: t('done.open'), onAction: () => openShare(share.infoHash) };
            toast.show({ title, description, tone: 'success', action });
          }
          hashingJobs.remove(jobId);
        },
        (error: unknown) => {
          // Stopped by the person: it is gone already.
          if (!hashingJobs.has(jobId)) return;
          hashingJobs.fail(jobId, error);
          if (hashingJobs.isShown(jobId)) return;
          const description = `${safeText(name, 80)}: ${safeText(errorText(error).message)}`;
          toast.show({ title: t('failed.title'), description, tone: 'error' });
        },
      );
    },
    [call, errorText, t],
  );

  const stop = useCallback(
    (jobId: string) => {
      hashingJobs.remove(jobId);
      // A job that has just ended, or a connection that is gone, leaves nothing to stop.
      call('jobs.cancel', { jobId }).catch(() => undefined);
    },
    [call],
  );
  return { start, stop };
}
