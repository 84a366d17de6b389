import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { useEngine } from '../../engine.tsx';
import { expiresAt, expiryOf } from './expiry.ts';
import { FormDialog } from './FormDialog.tsx';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PersonDialog } from './PersonDialog.tsx';
import { type PersonDraft, PersonFields } from './PersonFields.tsx';
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
  const [before] = useState(() => draftOf(row));
  const [draft, setDraft] = useState(before);
  const [now] = useState(Date.now);
  const { name, role, expiry, groups } = draft;
  const isExpirySame = expiry.choice === before.expiry.choice && expiry.day === before.expiry.day;
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
      <PersonFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}

function draftOf({ name, role, expiresAt: endsAt, groups }: PersonRow): PersonDraft {
  return { name, role, expiry: expiryOf(endsAt), groups: new Set(groups.map(({ key }) => key)) };
}
