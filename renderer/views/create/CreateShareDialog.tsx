import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { desktop } from '../../desktop.ts';
import { safeText } from '../../text/safeText.ts';
import { createFooter } from './CreateFooter.tsx';
import { HashingStep } from './HashingStep.tsx';
import { type HashingJob, hashingJobs, useHashingJobs } from './hashingJobs.ts';
import { HowStep } from './HowStep.tsx';
import { nameProblem } from './shareName.ts';
import { type Step, Steps } from './Steps.tsx';
import { useFolderChoice } from './useFolderChoice.ts';
import { useHashing } from './useHashing.ts';
import { type ShareOptions, STANDARD_OPTIONS } from './shareOptions.ts';
import { useScan } from './useScan.ts';
import { WhatStep } from './WhatStep.tsx';

export interface CreateShareDialogProps {
  readonly isOpen: boolean;
  /** Absolute paths to start with; empty to choose them in the dialog. */
  readonly paths: readonly string[];
  readonly onClose: () => void;
}

/** What to share, how, and then the hashing, which goes on when the dialog is closed. Each opening is a new one, by its key. */
export function CreateShareDialog({ isOpen, paths: given, onClose }: CreateShareDialogProps): ReactNode {
  const { t } = useTranslation('create');
  const [paths, setPaths] = useState(given);
  const [step, setStep] = useState<'what' | 'how'>('what');
  const [options, setOptions] = useState<ShareOptions>(STANDARD_OPTIONS);
  const [isAsking, setIsAsking] = useState(false);
  const { scan, retry } = useScan(isOpen ? paths : []);
  const { start, stop } = useHashing();
  const job = useHashingJobs(({ jobs, shown }) => (shown === undefined ? undefined : jobs[shown]));
  const current: Step = job === undefined ? step : 'hashing';
  const choice = useFolderChoice(isOpen && desktop() === undefined && current === 'what' && paths.length === 0);
  const close = (): void => {
    if (job !== undefined) leaveBehind(job, t('background.notice'));
    onClose();
  };
  const backFrom = (failed: HashingJob): void => {
    hashingJobs.remove(failed.jobId);
    setPaths(failed.request.paths);
    setStep('what');
    // What is on the disk may not be what was seen before.
    retry();
  };
  const begin = (): void => {
    if (scan.kind !== 'done' || nameProblem(options.name ?? scan.found.name) !== undefined) return;
    const name = (options.name ?? scan.found.name).trim();
    start(name, requestOf(paths, { name, isNamed: options.name !== undefined }, options));
  };
  const footer = createFooter({
    t,
    step: current,
    job,
    isChosen: paths.length > 0,
    choice,
    onTake: setPaths,
    // A name that cannot be is mended in the second step.
    canGoOn: scan.kind === 'done' && (current === 'what' || nameProblem(options.name ?? scan.found.name) === undefined),
    onCancel: close,
    onNext: () => setStep('how'),
    onBack: () => setStep('what'),
    onShare: begin,
    onStop: () => setIsAsking(true),
    onBackFrom: backFrom,
    onAgain: (failed) => {
      hashingJobs.remove(failed.jobId);
      start(failed.name, failed.request);
    },
  });
  return (
    <>
      <Dialog title={t('title')} isOpen={isOpen} onClose={close} size="large" footer={footer}>
        {/* One height for all steps: the buttons stay where they are. */}
        <div className="flex min-h-98 flex-col">
          <Steps current={current} />
          {current === 'what' ? (
            <WhatStep paths={paths} onPaths={setPaths} choice={choice} scan={scan} onRetry={retry} />
          ) : null}
          {current === 'how' && scan.kind === 'done' ? (
            <HowStep found={scan.found} options={options} onOptions={setOptions} onShare={begin} />
          ) : null}
          {job === undefined ? null : <HashingStep job={job} />}
        </div>
      </Dialog>
      <ConfirmDialog
        title={t('stop.title')}
        isOpen={isAsking && job !== undefined && job.error === undefined}
        onClose={() => setIsAsking(false)}
        confirmLabel={t('stop.confirm')}
        onConfirm={() => {
          if (job !== undefined) stop(job.jobId);
          onClose();
        }}
        isDanger
      >
        {t('stop.text')}
      </ConfirmDialog>
    </>
  );
}

/** What failed needs no place any more once it was seen; what runs goes on. */
function leaveBehind({ jobId, name, error }: HashingJob, notice: string): void {
  if (error !== undefined) hashingJobs.remove(jobId);
  else {
    hashingJobs.show(undefined);
    toast.show({ title: notice, description: safeText(name) });
  }
}

interface ChosenName {
  readonly name: string;
  readonly isNamed: boolean;
}

/** Only what the person chose is sent, so that the engine's own defaults stay its own. */
function requestOf(
  paths: readonly string[],
  { name, isNamed }: ChosenName,
  { isPrivate, comment, pieceLength }: ShareOptions,
): HashingJob['request'] {
  return {
    paths: [...paths],
    private: isPrivate,
    ...(isNamed ? { name } : {}),
    ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
    ...(pieceLength === undefined ? {} : { pieceLength }),
  };
}
