import { ShieldCheck, Trash2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorDetail } from '../../components/ErrorDetail.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useFormat } from '../../text/format.ts';
import { asSentence } from '../../text/sentence.ts';
import { RemoveShares } from '../shares/RemoveShares.tsx';
import { useRechecks } from '../shares/rechecks.ts';
import { stateWords } from '../shares/shareState.ts';
import { useRecheck } from '../shares/useRecheck.ts';

export interface ShareTroubleProps {
  readonly row: ShareDetailRow;
  readonly onGone: () => void;
}

/** What keeps a share from being offered, and what can be done about it; or how far its recheck is. */
export function ShareTrouble({ row, onGone }: ShareTroubleProps): ReactNode {
  const isChecked = useRechecks(({ running }) => running[row.infoHash] !== undefined);
  if (isChecked) return <Recheck row={row} />;
  if (row.state.kind === 'checking') return <Checking row={row} />;
  return row.state.kind === 'error' ? <Trouble row={row} onGone={onGone} /> : null;
}

function Trouble({ row, onGone }: ShareTroubleProps): ReactNode {
  const { t } = useTranslation('share');
  const shares = useTranslation('shares').t;
  const format = useFormat();
  const { recheck } = useRecheck();
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <>
      <Banner
        tone="error"
        title={t('trouble.title', { what: stateWords(row, { t: shares, format }) })}
        actions={
          <>
            <Button icon={ShieldCheck} onPress={() => recheck([row.infoHash])}>
              {t('action.recheck')}
            </Button>
            <Button icon={Trash2} onPress={() => setIsRemoving(true)}>
              {t('action.remove')}
            </Button>
          </>
        }
      >
        {t('trouble.text')}
        {row.state.kind === 'error' ? <ErrorDetail text={asSentence(row.state.message)} /> : null}
      </Banner>
      <RemoveShares
        infoHashes={isRemoving ? [row.infoHash] : []}
        onClose={() => setIsRemoving(false)}
        onRemoved={onGone}
      />
    </>
  );
}

function Recheck({ row }: Pick<ShareTroubleProps, 'row'>): ReactNode {
  const { t } = useTranslation('share');
  const job = useRechecks(({ running }) => running[row.infoHash]);
  const { cancel } = useRecheck();
  return (
    <Progress
      words={job?.part === undefined ? t('recheck.waiting') : t('recheck.running')}
      part={job?.part}
      secondsLeft={job?.secondsLeft}
    >
      <IconButton label={t('recheck.cancel')} icon={X} onPress={() => cancel(row.infoHash)} />
    </Progress>
  );
}

/** After a start the engine checks by itself what it finds on disk. */
function Checking({ row }: Pick<ShareTroubleProps, 'row'>): ReactNode {
  const { t } = useTranslation('share');
  const { state, bytes } = row;
  const part = state.kind === 'checking' && bytes > 0 ? state.bytesDone / bytes : undefined;
  return <Progress words={t('recheck.checking')} part={part} secondsLeft={undefined} />;
}

interface ProgressProps {
  readonly words: string;
  /** 0 to 1. */
  readonly part: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly children?: ReactNode;
}

function Progress({ words, part, secondsLeft, children }: ProgressProps): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  return (
    <div className="flex min-h-9 items-center gap-4 border-y border-line bg-surface py-1 pr-3 pl-5">
      <span>{words}</span>
      <span className="w-56">
        <ProgressBar label={words} tone="checking" {...(part === undefined ? {} : { value: part })} />
      </span>
      <span className="figures mr-auto text-muted">
        {part === undefined ? '' : format.percent(part)}
        {secondsLeft === undefined ? '' : `, ${t('recheck.left', { time: format.duration(secondsLeft) })}`}
      </span>
      {children}
    </div>
  );
}
