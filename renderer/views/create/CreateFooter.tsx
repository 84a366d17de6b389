import type { ReactNode } from 'react';
import type { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { desktop } from '../../desktop.ts';
import type { HashingJob } from './hashingJobs.ts';
import type { Step } from './Steps.tsx';
import type { FolderChoice } from './useFolderChoice.ts';

export interface CreateFooterProps {
  readonly t: ReturnType<typeof useTranslation<'create'>>['t'];
  readonly step: Step;
  readonly job: HashingJob | undefined;
  /** Whether anything is taken to be shared. */
  readonly isChosen: boolean;
  readonly choice: FolderChoice;
  readonly canGoOn: boolean;
  readonly onCancel: () => void;
  readonly onTake: (paths: readonly string[]) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly onShare: () => void;
  readonly onStop: () => void;
  readonly onBackFrom: (failed: HashingJob) => void;
  readonly onAgain: (failed: HashingJob) => void;
}

/** The buttons of each step, the one that leads on last. */
export function createFooter(props: CreateFooterProps): ReactNode {
  const { t, step, job, canGoOn } = props;
  if (job !== undefined) return job.error === undefined ? <Running {...props} /> : <Failed {...props} job={job} />;
  if (step === 'what') {
    return (
      <>
        <Button onPress={props.onCancel}>{t('button.cancel')}</Button>
        {props.isChosen ? (
          // As soon as there is something to go on with, Enter does.
          <Button
            key={String(canGoOn)}
            variant="primary"
            onPress={props.onNext}
            isDisabled={!canGoOn}
            autoFocus={canGoOn}
          >
            {t('button.next')}
          </Button>
        ) : (
          <Take {...props} />
        )}
      </>
    );
  }
  return (
    <>
      <Button onPress={props.onBack}>{t('button.back')}</Button>
      <Button variant="primary" onPress={props.onShare} isDisabled={!canGoOn}>
        {t('button.share')}
      </Button>
    </>
  );
}

/**
 * Takes the open folder, or what is chosen in it: a keyboard that comes through the list has chosen something, and must find
 * both. The system's own dialogs need no button here.
 */
function Take({ t, choice: { chosen, folder }, onTake }: CreateFooterProps): ReactNode {
  if (desktop() !== undefined) return null;
  const isNone = chosen.size === 0;
  return (
    <>
      <Button
        variant={isNone ? 'primary' : 'default'}
        onPress={() => onTake(folder === undefined ? [] : [folder])}
        isDisabled={folder === undefined}
      >
        {t('browse.thisFolder')}
      </Button>
      {isNone ? null : (
        <Button variant="primary" onPress={() => onTake([...chosen])} isDisabled={folder === undefined}>
          {t('browse.take')}
        </Button>
      )}
    </>
  );
}

function Running({ t, onCancel, onStop }: CreateFooterProps): ReactNode {
  return (
    <>
      <Button variant="danger" onPress={onStop}>
        {t('button.stop')}
      </Button>
      <Button variant="primary" onPress={onCancel}>
        {t('button.background')}
      </Button>
    </>
  );
}

function Failed({ t, job, onBackFrom, onAgain }: CreateFooterProps & { readonly job: HashingJob }): ReactNode {
  return (
    <>
      <Button onPress={() => onBackFrom(job)}>{t('button.back')}</Button>
      <Button variant="primary" onPress={() => onAgain(job)}>
        {t('button.again')}
      </Button>
    </>
  );
}
