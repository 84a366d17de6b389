import { Link2, PanelsTopLeft, Pause, Play, ShieldCheck, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MenuAction } from '../../components/MenuAction.ts';
import { navigate } from '../../routes.ts';
import { useRecheck } from './useRecheck.ts';
import { useShareCommands } from './useShareCommands.ts';

/** What can be done with some shares, for the context menu and the bar below the list. Removing is asked first. */
export function useShareActions(
  askToRemove: (infoHashes: readonly string[]) => void,
): (keys: ReadonlySet<string>) => readonly MenuAction[] {
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
      return [
        ...open,
        { id: 'copy', label: t('action.copyLinks', { count }), icon: Link2, onAction: () => copyLinks(infoHashes) },
        { id: 'pause', label: t('action.pause'), icon: Pause, onAction: () => pause(infoHashes) },
        { id: 'resume', label: t('action.resume'), icon: Play, onAction: () => resume(infoHashes) },
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
    [t, pause, resume, copyLinks, recheck, askToRemove],
  );
}
