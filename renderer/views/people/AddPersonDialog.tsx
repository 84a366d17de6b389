import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '../../engine.tsx';
import { expiresAt } from './expiry.ts';
import { FormDialog } from './FormDialog.tsx';
import { PasswordField } from './PasswordField.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { type PersonDraft, PersonFields } from './PersonFields.tsx';
import { useSubmit } from './useSubmit.ts';

const NOBODY: PersonDraft = {
  name: '',
  role: 'member',
  expiry: { choice: 'never', day: '' },
  groups: new Set(),
};

/** Somebody new. It ends on what they need: their announce addresses. */
export function AddPersonDialog(): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const [draft, setDraft] = useState(NOBODY);
  const [password, setPassword] = useState('');
  const [now] = useState(Date.now);
  const { name, role, groups } = draft;
  const at = expiresAt(draft.expiry, now);
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
      <PersonFields draft={draft} onChange={setDraft}>
        <PasswordField value={password} onChange={setPassword} />
      </PersonFields>
    </FormDialog>
  );
}
