import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_INVITATION_USES, type Role } from '../../../shared/people.ts';
import { Switch } from '../../components/Switch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useEngine } from '../../engine.tsx';
import { useFormat } from '../../text/format.ts';
import { type Expiry, expiresAt } from './expiry.ts';
import { ExpiryField } from './ExpiryField.tsx';
import { FormDialog } from './FormDialog.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { PickList } from './PickList.tsx';
import { RoleField } from './RoleField.tsx';
import { usesOf } from './usesOf.ts';
import { useSubmit } from './useSubmit.ts';

/** A link with which people register by themselves. It ends on the link. */
export function InviteDialog(): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { call } = useEngine();
  const [role, setRole] = useState<Role>('member');
  const [usesText, setUsesText] = useState('1');
  const [expiry, setExpiry] = useState<Expiry>({ choice: 'week', day: '' });
  const [needsApproval, setNeedsApproval] = useState(false);
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set());
  const uses = usesOf(usesText);
  const [now] = useState(Date.now);
  const at = expiresAt(expiry, now);
  const submit = useSubmit(async () => {
    if (uses === undefined || typeof at !== 'number') return;
    const { invitation } = await call('invitations.create', {
      role,
      uses,
      expiresAt: at,
      needsApproval,
      groups: [...groups],
    });
    openPeopleDialog({ kind: 'invitation', invitation });
  });
  return (
    <FormDialog
      title={t('invite.title')}
      submitLabel={t('invite.submit')}
      submit={submit}
      isReady={uses !== undefined && typeof at === 'number'}
    >
      <p className="text-muted">{t('invite.what')}</p>
      <RoleField value={role} onChange={setRole} />
      <TextField
        label={t('invite.uses')}
        value={usesText}
        onChange={setUsesText}
        autoComplete="off"
        maxLength={6}
        {...(uses === undefined && usesText !== ''
          ? { error: t('invite.usesProblem', { most: format.count(MAX_INVITATION_USES) }) }
          : {})}
      />
      <ExpiryField
        label={t('invite.expiry')}
        value={expiry}
        onChange={setExpiry}
        choices={['hour', 'day', 'week', 'month', 'until']}
      />
      <Switch
        label={t('invite.approval')}
        description={t('invite.approvalWhat')}
        isSelected={needsApproval}
        onChange={setNeedsApproval}
      />
      <PickList
        label={t('field.groups')}
        kind="groups"
        selected={groups}
        onChange={setGroups}
        empty={t('groups.none')}
      />
    </FormDialog>
  );
}
