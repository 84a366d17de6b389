import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { toast } from '../../components/toast.ts';
import { useEngine } from '../../engine.tsx';
import { safeText } from '../../text/safeText.ts';
import { FormDialog } from './FormDialog.tsx';
import { PasswordField } from './PasswordField.tsx';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PersonDialog } from './PersonDialog.tsx';
import { useSubmit } from './useSubmit.ts';

/** Another password for somebody, for whom the old one no longer signs in. */
export function PasswordDialog({ person }: { readonly person: string }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <PersonDialog person={person} title={t('password.title')}>
      {(row) => <Change row={row} />}
    </PersonDialog>
  );
}

function Change({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const [password, setPassword] = useState('');
  const name = safeText(row.name);
  const submit = useSubmit(async () => {
    await call('people.change', { person: row.key, password });
    closePeopleDialog();
    toast.show({ title: t('password.changed', { name }), tone: 'success' });
  });
  return (
    <FormDialog
      title={t('password.titleOf', { name })}
      size="small"
      submitLabel={t('password.submit')}
      submit={submit}
      isReady={password !== ''}
    >
      <PasswordField value={password} onChange={setPassword} autoFocus />
      <p className="text-sm text-muted">{t('password.passkeyStays')}</p>
    </FormDialog>
  );
}
