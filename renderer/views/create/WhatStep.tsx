import { FilePlus2, FolderPlus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { desktop } from '../../desktop.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import { FoundFiles } from './FoundFiles.tsx';
import type { FolderChoice } from './useFolderChoice.ts';
import type { Scan } from './useScan.ts';

export interface WhatStepProps {
  readonly paths: readonly string[];
  readonly onPaths: (paths: readonly string[]) => void;
  /** In the folder browser, which a window without the system's own dialogs has. */
  readonly choice: FolderChoice;
  readonly scan: Scan;
  readonly onRetry: () => void;
}

/** Choosing files and folders, and a look at what would be shared. */
export function WhatStep({ paths, onPaths, choice, scan, onRetry }: WhatStepProps): ReactNode {
  if (paths.length === 0) return <Choose onPaths={onPaths} choice={choice} />;
  return (
    <div className="flex flex-1 flex-col gap-3">
      <ChosenPaths paths={paths} onPaths={onPaths} />
      <ScanResult scan={scan} onRetry={onRetry} />
    </div>
  );
}

function Choose({ onPaths, choice }: Pick<WhatStepProps, 'onPaths' | 'choice'>): ReactNode {
  const { t } = useTranslation('create');
  const bridge = desktop();
  if (bridge === undefined) return <FolderBrowser choice={choice} />;
  const pick = (what: 'files' | 'folder') => (): void => {
    void bridge.pickPaths(what).then((chosen) => {
      if (chosen.length > 0) onPaths(chosen);
    });
  };
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-4 text-center">
      <p className="text-muted">{t('what.choose')}</p>
      <div className="flex gap-2">
        <Button variant="primary" icon={FilePlus2} onPress={pick('files')}>
          {t('what.pickFiles')}
        </Button>
        <Button icon={FolderPlus} onPress={pick('folder')}>
          {t('what.pickFolder')}
        </Button>
      </div>
    </div>
  );
}

const FEW = 3;

/** What was chosen, each to be taken away again. */
function ChosenPaths({ paths, onPaths }: Pick<WhatStepProps, 'paths' | 'onPaths'>): ReactNode {
  const { t } = useTranslation('create');
  const [isLong, setIsLong] = useState(false);
  const shown = isLong ? paths : paths.slice(0, FEW);
  return (
    <div className="flex items-start gap-2">
      <ul aria-label={t('what.chosen')} className="min-w-0 flex-1">
        {shown.map((path) => (
          <li key={path} className="flex items-center gap-1 text-muted">
            <span className="min-w-0 truncate">
              <SafeText text={path} max={400} />
            </span>
            {paths.length === 1 ? null : (
              <IconButton
                label={t('what.takeAway')}
                icon={X}
                onPress={() => onPaths(paths.filter((other) => other !== path))}
              />
            )}
          </li>
        ))}
        {paths.length > shown.length ? (
          <li>
            <Button variant="quiet" onPress={() => setIsLong(true)}>
              {t('what.morePaths', { count: paths.length - shown.length })}
            </Button>
          </li>
        ) : null}
      </ul>
      <Button onPress={() => onPaths([])}>{t('what.others')}</Button>
    </div>
  );
}

function ScanResult({ scan, onRetry }: Pick<WhatStepProps, 'scan' | 'onRetry'>): ReactNode {
  const { t } = useTranslation('create');
  switch (scan.kind) {
    case 'none':
    case 'scanning':
      return <Loading label={t('what.scanning')} />;
    case 'failed':
      return <ErrorState error={scan.error} onRetry={onRetry} />;
    case 'done':
      return <FoundFiles found={scan.found} />;
  }
}
