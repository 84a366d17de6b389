import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PERSON_NAME_CHARACTERS } from '../../../shared/people.ts';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { TextField } from '../../components/TextField.tsx';
import { useEngine } from '../../engine.tsx';
import { expiresAt, expiryOf } from './expiry.ts';
import { ExpiryField } from './ExpiryField.tsx';
import { FormDialog } from './FormDialog.tsx';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PersonDialog } from './PersonDialog.tsx';
import { PickList } from './PickList.tsx';
import { RoleField } from './RoleField.tsx';
import { useSubmit } from './useSubmit.ts';

/** Name, role, expiry and groups of somebody. */
export function EditPersonDialog({ person }: { readonly person: string }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <PersonDialog person={person} title={t('edit.title')}>
      {(row) => <Edit row={row} />}
    </PersonDialog>
  );
}

function Edit({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const [name, setName] = useState(row.name);
  const [role, setRole] = useState(row.role);
  const [expiry, setExpiry] = useState(() => expiryOf(row.expiresAt));
  const [groups, setGroups] = useState<ReadonlySet<string>>(() => new Set(row.groups.map(({ key }) => key)));
  const [before] = useState(expiry);
  const isExpirySame = expiry.choice === before.choice && expiry.day === before.day;
  const [now] = useState(Date.now);
  const at = expiresAt(expiry, now);
  const submit = useSubmit(async () => {
    await call('people.change', {
      person: row.key,
      name,
      role,
      groups: [...groups],
      // A day that was not touched keeps its hour.
      ...(isExpirySame || at === 'incomplete' ? {} : { expiresAt: at ?? null }),
    });
    closePeopleDialog();
  });
  return (
    <FormDialog
      title={t('edit.title')}
      submitLabel={t('edit.submit')}
      submit={submit}
      isReady={name.trim() !== '' && (isExpirySame || at !== 'incomplete')}
    >
      <TextField
        label={t('field.name')}
        value={name}
        onChange={setName}
        maxLength={MAX_PERSON_NAME_CHARACTERS}
        autoComplete="off"
        autoFocus
      />
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
