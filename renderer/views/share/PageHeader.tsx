import { ChevronLeft, FileDown, FolderOpen, Globe, Link2, Pause, Play, ShieldCheck, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { Button } from '../../components/Button.tsx';
import { classes } from '../../components/classes.ts';
import type { MenuAction } from '../../components/MenuAction.ts';
import { MenuButton } from '../../components/MenuButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { desktop } from '../../desktop.ts';
import { navigate, routeHash } from '../../routes.ts';
import { useFormat } from '../../text/format.ts';
import { isResumable } from '../shares/pausing.ts';
import { RemoveShares } from '../shares/RemoveShares.tsx';
import { stateKind, stateWords } from '../shares/shareState.ts';
import { useRecheck } from '../shares/useRecheck.ts';
import { useShareCommands } from '../shares/useShareCommands.ts';
import { sortedPageUrls } from './pageUrls.ts';
import { QrButton } from './QrButton.tsx';
import { ShareFacts } from './ShareFacts.tsx';
import { useFits } from './useFits.ts';
import { useShareFile } from './useShareFile.ts';

/** Name, state and figures of a share, and everything that can be done with it. */
export function PageHeader({ row }: { readonly row: ShareDetailRow }): ReactNode {
  const { t } = useTranslation('share');
  return (
    <header className="flex items-start gap-5 px-5 pt-3 pb-3">
      <div className="min-w-0 flex-1">
        <a
          href={routeHash({ view: 'shares' })}
          className="-ml-1.5 inline-flex min-h-6 items-center gap-0.5 rounded-sm pr-1.5 text-muted hover:text-ink"
        >
          <ChevronLeft aria-hidden size={15} />
          {t('back')}
        </a>
        <h1 className="line-clamp-2 text-xl font-semibold wrap-anywhere">
          <SafeText text={row.name} />
        </h1>
        <StateLine row={row} />
        <ShareFacts row={row} />
        <Actions row={row} />
      </div>
      <QrButton row={row} size="large" />
    </header>
  );
}

/** State, who has it, rate and time left, as far as there is something to say. */
function StateLine({ row }: { readonly row: ShareDetailRow }): ReactNode {
  const { t } = useTranslation('share');
  const shares = useTranslation('shares').t;
  const format = useFormat();
  const { haveIt, wantIt, uploadRateBytesPerSecond: rate, secondsLeft } = row;
  const all = haveIt + wantIt;
  const figures = [
    all === 0 ? t('line.nobody') : t('line.haveIt', { have: format.count(haveIt), all: format.count(all) }),
    ...(rate > 0 ? [t('line.rate', { rate: format.rate(rate) })] : []),
    ...(secondsLeft === undefined ? [] : [t('line.left', { time: format.duration(secondsLeft) })]),
  ];
  return (
    <p className="figures mt-1 mb-0.5 flex flex-wrap items-center gap-x-4">
      <StateMark kind={stateKind(row)} label={stateWords(row, { t: shares, format })} />
      {figures.map((words) => (
        <span key={words}>{words}</span>
      ))}
    </p>
  );
}

function Actions({ row }: { readonly row: ShareDetailRow }): ReactNode {
  const { t } = useTranslation('share');
  const copy = useCopy();
  const { saveTorrent } = useShareFile();
  const [isRemoving, setIsRemoving] = useState(false);
  const upkeep = useUpkeep(row, () => setIsRemoving(true));
  const [pageUrl] = sortedPageUrls(row.pageUrls);
  const labels = [t('action.copyLink'), t('action.pageAddress'), ...upkeep.map(({ label }) => label)];
  const { line, isFitting } = useFits(labels.join());
  return (
    <div ref={line} className={classes('mt-3 flex items-center gap-2', !isFitting && 'flex-wrap')}>
      <Button variant="primary" icon={Link2} onPress={() => copy(row.magnet)}>
        {t('action.copyLink')}
      </Button>
      {pageUrl === undefined ? null : (
        <Button icon={Globe} onPress={() => copy(pageUrl)}>
          {t('action.pageAddress')}
        </Button>
      )}
      <Button icon={FileDown} onPress={() => saveTorrent(row)}>
        {t('action.saveTorrent')}
      </Button>
      <Upkeep actions={upkeep} isInMenu={!isFitting && upkeep.length > 0} />
      <RemoveShares
        infoHashes={isRemoving ? [row.infoHash] : []}
        onClose={() => setIsRemoving(false)}
        onRemoved={() => navigate({ view: 'shares' })}
      />
    </div>
  );
}

interface UpkeepProps {
  readonly actions: readonly MenuAction[];
  readonly isInMenu: boolean;
}

/** What one does with a share that is here already; behind a menu where the line has no room for it. */
function Upkeep({ actions, isInMenu }: UpkeepProps): ReactNode {
  const { t } = useTranslation('share');
  if (isInMenu) return <MenuButton label={t('action.more')} actions={actions} />;
  return (
    <span className="flex gap-1">
      {actions.map(({ id, label, icon, onAction }) => (
        <Button key={id} variant="quiet" onPress={onAction} {...(icon === undefined ? {} : { icon })}>
          {label}
        </Button>
      ))}
    </span>
  );
}

function useUpkeep(row: ShareDetailRow, askToRemove: () => void): readonly MenuAction[] {
  const { t } = useTranslation('share');
  const { pause, resume } = useShareCommands();
  const { recheck } = useRecheck();
  const { showInFolder } = useShareFile();
  const only = [row.infoHash];
  const show = { id: 'show', label: t('action.showInFolder'), icon: FolderOpen, onAction: () => showInFolder(row) };
  // What is broken cannot be paused, and the banner below offers what mends it.
  if (row.state.kind === 'error') return desktop() === undefined ? [] : [show];
  return [
    isResumable(row.state.kind)
      ? { id: 'pause', label: t('action.resume'), icon: Play, onAction: () => resume(only) }
      : { id: 'pause', label: t('action.pause'), icon: Pause, onAction: () => pause(only) },
    { id: 'recheck', label: t('action.recheck'), icon: ShieldCheck, onAction: () => recheck(only) },
    ...(desktop() === undefined ? [] : [show]),
    { id: 'remove', label: t('action.remove'), icon: Trash2, onAction: askToRemove },
  ];
}
