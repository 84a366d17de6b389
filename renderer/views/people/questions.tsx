import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { toast } from '../../components/toast.ts';
import { useEngine } from '../../engine.tsx';
import { navigate } from '../../routes.ts';
import { useErrorText } from '../../text/errorText.ts';
import { useFormat } from '../../text/format.ts';
import { inTurns } from '../shares/inTurns.ts';
import { useRow, useView } from '../useView.ts';
import { closePeopleDialog } from './peopleDialogs.ts';
import { usePersonCommands } from './usePersonCommands.ts';

/** The questions before something is done that cannot be taken back. */

interface OfPeople {
  readonly people: readonly string[];
}

export function RemovePeople({ people }: OfPeople): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { remove } = usePersonCommands();
  const count = people.length;
  return (
    <ConfirmDialog
      title={t('remove.title', { count, shown: format.count(count) })}
      isOpen
      onClose={closePeopleDialog}
      confirmLabel={t('remove.confirm', { count, shown: format.count(count) })}
      onConfirm={() => {
        remove(people);
        leavePageOf(people);
      }}
      isDanger
    >
      <OnlyName people={people} />
      <p>{t('remove.consequence', { count })}</p>
      <p className="mt-2">{t('remove.disableInstead', { count })}</p>
    </ConfirmDialog>
  );
}

/** The page of somebody who is gone would say no more than that. */
function leavePageOf(people: readonly string[]): void {
  if (people.some((person) => window.location.hash === `#/people/${person}`)) navigate({ view: 'people' });
}

export function ResetPasskeys({ people }: OfPeople): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { resetPasskeys } = usePersonCommands();
  const count = people.length;
  return (
    <ConfirmDialog
      title={t('reset.title', { count, shown: format.count(count) })}
      isOpen
      onClose={closePeopleDialog}
      confirmLabel={t('reset.confirm', { count, shown: format.count(count) })}
      onConfirm={() => resetPasskeys(people)}
      isDanger
    >
      <OnlyName people={people} />
      <p>{t('reset.consequence', { count })}</p>
      <p className="mt-2">{t('reset.figuresStay')}</p>
    </ConfirmDialog>
  );
}

/** Who it is about, where it is one. */
function OnlyName({ people }: OfPeople): ReactNode {
  const [only] = people.length === 1 ? people : [];
  const { row } = useRow(only === undefined ? undefined : { kind: 'person', person: only });
  if (row === undefined) return null;
  return (
    <p className="mb-2 font-semibold wrap-anywhere">
      <SafeText text={row.name} />
    </p>
  );
}

export function RevokeInvitations({ invitations }: { readonly invitations: readonly string[] }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const errorText = useErrorText();
  const count = invitations.length;
  const confirm = (): void => {
    void inTurns(invitations, (invitation) => call('invitations.revoke', { invitation })).then((failures) => {
      if (failures.length > 0) toast.failed(t('revoke.failed'), errorText(failures[0]));
      else toast.show({ title: t('revoke.done', { count }), tone: 'success' });
    });
  };
  return (
    <ConfirmDialog
      title={t('revoke.title', { count })}
      isOpen
      onClose={closePeopleDialog}
      confirmLabel={t('revoke.confirm', { count })}
      onConfirm={confirm}
      isDanger
    >
      <p>{t('revoke.consequence', { count })}</p>
    </ConfirmDialog>
  );
}

export function RemoveGroup({ group }: { readonly group: string }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const errorText = useErrorText();
  const { rows } = useView({ kind: 'groups', window: { first: 0, count: 500 } });
  const row = rows.find(({ key }) => key === group);
  const confirm = (): void => {
    call('groups.remove', { group }).then(
      () => toast.show({ title: t('groups.removed'), tone: 'success' }),
      (error: unknown) => toast.failed(t('groups.removeFailed'), errorText(error)),
    );
  };
  return (
    <ConfirmDialog
      title={t('groups.removeTitle')}
      isOpen
      onClose={closePeopleDialog}
      confirmLabel={t('groups.removeConfirm')}
      onConfirm={confirm}
      isDanger
    >
      {row === undefined ? null : (
        <p className="mb-2 font-semibold wrap-anywhere">
          <SafeText text={row.name} />
        </p>
      )}
      <p>{t('groups.removeConsequence')}</p>
    </ConfirmDialog>
  );
}
