import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PERSON_NAME_CHARACTERS, type Role } from '../../../shared/people.ts';
import { TextField } from '../../components/TextField.tsx';
import { useEngine } from '../../engine.tsx';
import { type Expiry, expiresAt } from './expiry.ts';
import { ExpiryField } from './ExpiryField.tsx';
import { FormDialog } from './FormDialog.tsx';
import { PasswordField } from './PasswordField.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { PickList } from './PickList.tsx';
import { RoleField } from './RoleField.tsx';
import { useSubmit } from './useSubmit.ts';

/** Somebody new. It ends on what they need: their announce addresses. */
export function AddPersonDialog(): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [expiry, setExpiry] = useState<Expiry>({ choice: 'never', day: '' });
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set());
  const [now] = useState(Date.now);
  const at = expiresAt(expiry, now);
  const submit = useSubmit(async () => {
    const { person } = await call('people.create', {
      name,
      password,
      role,
      groups: [...groups],
      ...(typeof at === 'number' ? { expiresAt: at } : {}),
    });
    openPeopleDialog({ kind: 'links', person });
  });
  return (
    <FormDialog
      title={t('add.title')}
      submitLabel={t('add.submit')}
      submit={submit}
      isReady={name.trim() !== '' && password !== '' && at !== 'incomplete'}
    >
      <TextField
        label={t('field.name')}
        value={name}
        onChange={setName}
        maxLength={MAX_PERSON_NAME_CHARACTERS}
        autoComplete="off"
        autoFocus
      />
      <PasswordField value={password} onChange={setPassword} />
      <RoleField value={role} onChange={setRole} />
      <ExpiryField
        label={t('field.expiry')}
        value={expiry}
        onChange={setExpiry}
        choices={['never', 'week', 'month', 'year', 'until']}
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
