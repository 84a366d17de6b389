import { CircleX, RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineHostState } from '../../shared/desktop.ts';
import { Button } from '../components/Button.tsx';
import { ErrorDetail } from '../components/ErrorDetail.tsx';
import { SafeText } from '../components/SafeText.tsx';
import { toast } from '../components/toast.ts';
import { useCopy } from '../components/useCopy.ts';
import { desktop } from '../desktop.ts';
import { useErrorText } from '../text/errorText.ts';
import { safeText } from '../text/safeText.ts';
import { WholeWindow } from './WholeWindow.tsx';

/** The engine could not start, or died too often: what went wrong, the end of its log, and a way to try again. */
export function EngineStopped({ host }: { readonly host: Extract<EngineHostState, { kind: 'stopped' }> }): ReactNode {
  const { t } = useTranslation('frame');
  const words = useErrorText();
  const copy = useCopy();
  const [isStarting, setStarting] = useState(false);
  const { message, hint, detail } = words(host.error);
  const log = host.logTail.map((line) => safeText(line, 1000)).join('\n');

  const startAgain = (): void => {
    setStarting(true);
    desktop()
      ?.restartEngine()
      .catch((error: unknown) => toast.failure(words(error)))
      .finally(() => setStarting(false));
  };
  return (
    <WholeWindow icon={CircleX} title={t('stopped.title')}>
      <div role="alert" className="flex flex-col gap-1">
        <p className="text-lg font-semibold">
          <SafeText text={message} max={500} />
        </p>
        {hint === undefined ? null : (
          <p className="text-muted">
            <SafeText text={hint} max={1000} />
          </p>
        )}
      </div>
      {detail === undefined ? null : <ErrorDetail text={detail} />}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={RotateCw} onPress={startAgain} isDisabled={isStarting}>
          {t('stopped.startAgain')}
        </Button>
        <Button onPress={() => copy(log)}>{t('stopped.copyLog')}</Button>
        <Button
          variant="quiet"
          onPress={() => {
            desktop()
              ?.showInFolder(host.logFile)
              .catch((error: unknown) => toast.failure(words(error)));
          }}
        >
          {t('stopped.showLog')}
        </Button>
      </div>
      <section aria-label={t('stopped.log')}>
        <h2 className="mb-1 text-sm text-muted">{t('stopped.log')}</h2>
        <pre className="max-h-80 overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-sm whitespace-pre-wrap">
          {log}
        </pre>
      </section>
    </WholeWindow>
  );
}
