import { Ban, CircleCheck, Copy, KeyRound, Pencil, Trash2, User, UserCheck } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonState } from '../../../shared/people.ts';
import type { MenuAction } from '../../components/MenuAction.ts';
import { navigate } from '../../routes.ts';
import { openPeopleDialog } from './peopleDialogs.ts';
import { personChoice } from './personChoice.ts';
import { usePersonCommands } from './usePersonCommands.ts';

/** What can be done with some people, for the menu of their rows and the bar below the list. */
export function usePersonActions(
  /** Of the loaded rows: others may be selected as well. */
  states: ReadonlyMap<string, PersonState>,
): (keys: ReadonlySet<string>) => readonly MenuAction[] {
  const { t } = useTranslation('people');
  const { approve, setDisabled, copyAnnounceAddress } = usePersonCommands();
  return useCallback(
    (keys) => {
      const people = [...keys];
      const { toApprove, toDisable, toEnable } = personChoice(people, states);
      const some = (wanted: readonly string[], action: Omit<MenuAction, 'onAction'>, run: () => void) =>
        wanted.length === 0 ? [] : [{ ...action, onAction: run }];
      const [only] = people.length === 1 ? people : [];
      return [
        ...(only === undefined
          ? []
          : [
              {
                id: 'open',
                label: t('action.open'),
                icon: User,
                onAction: () => navigate({ view: 'person', person: only }),
              },
            ]),
        ...some(toApprove, { id: 'approve', label: t('action.approve'), icon: UserCheck }, () => approve(toApprove)),
        ...(only === undefined
          ? []
          : [
              {
                id: 'copy',
                label: t('action.copyAnnounce'),
                icon: Copy,
                onAction: () => copyAnnounceAddress(only),
              },
              {
                id: 'edit',
                label: t('action.edit'),
                icon: Pencil,
                onAction: () => openPeopleDialog({ kind: 'edit', person: only }),
              },
            ]),
        ...some(toDisable, { id: 'disable', label: t('action.disable'), icon: Ban }, () =>
          setDisabled(toDisable, true),
        ),
        ...some(toEnable, { id: 'enable', label: t('action.enable'), icon: CircleCheck }, () =>
          setDisabled(toEnable, false),
        ),
        {
          id: 'reset',
          label: t('action.reset', { count: people.length }),
          icon: KeyRound,
          onAction: () => openPeopleDialog({ kind: 'reset', people }),
        },
        {
          id: 'remove',
          label: t('action.remove'),
          icon: Trash2,
          isDanger: true,
          onAction: () => openPeopleDialog({ kind: 'remove', people }),
        },
      ];
    },
    [t, states, approve, setDisabled, copyAnnounceAddress],
  );
}
