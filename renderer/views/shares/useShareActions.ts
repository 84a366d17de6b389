import { Link2, PanelsTopLeft, Pause, Play, ShieldCheck, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MenuAction } from '../../components/MenuAction.ts';
import { navigate } from '../../routes.ts';
import { pauseChoice, type StateName } from './pausing.ts';
import { useRecheck } from './useRecheck.ts';
import { useShareCommands } from './useShareCommands.ts';

export interface ShareActionsDeps {
  /** Of the loaded rows: others may be selected as well. */
  readonly states: ReadonlyMap<string, StateName>;
  readonly askToRemove: (infoHashes: readonly string[]) => void;
}

/** What can be done with some shares, for the context menu and the bar below the list. Removing is asked first. */
export function useShareActions({
  states,
  askToRemove,
}: ShareActionsDeps): (keys: ReadonlySet<string>) => readonly MenuAction[] {
  const { t } = useTranslation('shares');
  const { pause, resume, copyLinks } = useShareCommands();
  const { recheck } = useRecheck();
  return useCallback(
    (keys) => {
      const infoHashes = [...keys];
      const [only] = infoHashes;
      const open: readonly MenuAction[] =
        infoHashes.length !== 1 || only === undefined
          ? []
          : [
              {
                id: 'open',
                label: t('action.open'),
                icon: PanelsTopLeft,
                onAction: () => navigate({ view: 'share', infoHash: only, tab: 'peers' }),
              },
            ];
      const count = infoHashes.length;
      const { toPause, toResume } = pauseChoice(infoHashes, states);
      return [
        ...open,
        { id: 'copy', label: t('action.copyLinks', { count }), icon: Link2, onAction: () => copyLinks(infoHashes) },
        ...(toPause.length === 0
          ? []
          : [{ id: 'pause', label: t('action.pause'), icon: Pause, onAction: () => pause(toPause) }]),
        ...(toResume.length === 0
          ? []
          : [{ id: 'resume', label: t('action.resume'), icon: Play, onAction: () => resume(toResume) }]),
        { id: 'recheck', label: t('action.recheck'), icon: ShieldCheck, onAction: () => recheck(infoHashes) },
        {
          id: 'remove',
          label: t('action.remove'),
          icon: Trash2,
          isDanger: true,
          onAction: () => askToRemove(infoHashes),
        },
      ];
    },
    [t, pause, resume, copyLinks, recheck, states, askToRemove],
  );
}
