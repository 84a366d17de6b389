import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PERSON_NAME_CHARACTERS, type Role } from '../../../shared/people.ts';
import { TextField } from '../../components/TextField.tsx';
import type { Expiry } from './expiry.ts';
import { ExpiryField } from './ExpiryField.tsx';
import { PickList } from './PickList.tsx';
import { RoleField } from './RoleField.tsx';

/** What is said of somebody, as far as it is typed. */
export interface PersonDraft {
  readonly name: string;
  readonly role: Role;
  readonly expiry: Expiry;
  /** Keys of groups. */
  readonly groups: ReadonlySet<string>;
}

export interface PersonFieldsProps {
  readonly draft: PersonDraft;
  readonly onChange: (draft: PersonDraft) => void;
  /** Fields that follow the name. */
  readonly children?: ReactNode;
}

/** Name, role, expiry and groups of somebody, new or known. */
export function PersonFields({ draft, onChange, children }: PersonFieldsProps): ReactNode {
  const { t } = useTranslation('people');
  return (
    <>
      <TextField
        label={t('field.name')}
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
        maxLength={MAX_PERSON_NAME_CHARACTERS}
        autoComplete="off"
        autoFocus
      />
      {children}
      <RoleField value={draft.role} onChange={(role) => onChange({ ...draft, role })} />
      <ExpiryField
        label={t('field.expiry')}
        value={draft.expiry}
        onChange={(expiry) => onChange({ ...draft, expiry })}
        choices={['never', 'week', 'month', 'year', 'until']}
      />
      <PickList
        label={t('field.groups')}
        kind="groups"
        selected={draft.groups}
        onChange={(groups) => onChange({ ...draft, groups })}
        empty={t('groups.none')}
      />
    </>
  );
}
