import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, ROLES } from '../../../shared/people.ts';
import { Select } from '../../components/Select.tsx';
import { ROLE_NAMES, ROLE_SENTENCES } from './personWords.ts';

export interface RoleFieldProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

export function RoleField({ value, onChange }: RoleFieldProps): ReactNode {
  const { t } = useTranslation('people');
  return (
    <Select
      label={t('field.role')}
      description={t(ROLE_SENTENCES[value])}
      value={value}
      onChange={onChange}
      // Most people are members.
      options={ROLES.toReversed().map((role) => ({ value: role, label: t(ROLE_NAMES[role]) }))}
    />
  );
}
