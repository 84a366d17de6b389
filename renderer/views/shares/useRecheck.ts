import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandResult } from '../../../shared/contract.ts';
import { toast } from '../../components/toast.ts';
import { useEngine, useEngineEvent } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { newJobId } from '../create/jobId.ts';
import { inTurns } from './inTurns.ts';
import { useRechecks } from './rechecks.ts';

type Verdict = CommandResult<'shares.verify'>;

export interface RecheckCommands {
  /** One after the other: two at once would only make the disk seek. Says in a toast how it ended. */
  recheck(infoHashes: readonly string[]): void;
  cancel(infoHash: string): void;
}

export function useRecheck(): RecheckCommands {
  const { t } = useTranslation('shares');
  const { call } = useEngine();
  const errorText = useErrorText();
  const isRunning = useRechecks(({ running }) => Object.keys(running).length > 0);
  useEngineEvent('job.progress', (progress) => useRechecks.getState().progress(progress), isRunning);

  const recheck = useCallback(
    (infoHashes: readonly string[]) => {
      const { running, begin, end } = useRechecks.getState();
      const wanted = infoHashes.filter((infoHash) => running[infoHash] === undefined);
      for (const infoHash of wanted) begin(infoHash, newJobId());
      const verdicts: Verdict[] = [];
      const verify = async (infoHash: string): Promise<void> => {
        const job = useRechecks.getState().running[infoHash];
        // Cancelled before its turn came.
        if (job === undefined) return;
        try {
          verdicts.push(await call('shares.verify', { jobId: job.jobId, infoHash }));
        } finally {
          end(infoHash);
        }
      };
      void inTurns(wanted, verify, 1).then((failures) => {
        const failure = failures.find((error) => !isCancelled(error));
        if (failure !== undefined) toast.failed(t('recheck.failed'), errorText(failure));
        if (verdicts.length > 0) toast.show(verdictToast(verdicts, t));
      });
    },
    [call, errorText, t],
  );

  const cancel = useCallback(
    (infoHash: string) => {
      const { running, end } = useRechecks.getState();
      const job = running[infoHash];
      if (job === undefined) return;
      end(infoHash);
      // A job that has ended meanwhile, or a connection that is gone, leaves nothing to cancel.
      call('jobs.cancel', { jobId: job.jobId }).catch(() => undefined);
    },
    [call],
  );
  return { recheck, cancel };
}

function verdictToast(verdicts: readonly Verdict[], t: ReturnType<typeof useTranslation<'shares'>>['t']) {
  const bad = verdicts.filter(({ intact }) => !intact);
  if (bad.length === 0) return { title: t('recheck.intact', { count: verdicts.length }), tone: 'success' as const };
  const [first] = bad;
  const file = first?.firstBadFile;
  return {
    title: t('recheck.bad', { count: bad.length }),
    tone: 'error' as const,
    ...(file === undefined ? {} : { description: t('recheck.badFile', { file: safeText(file) }) }),
  };
}

function isCancelled(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'cancelled';
}
