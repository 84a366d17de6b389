import { type ReactNode, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { INPUT, LABEL } from '../../components/fieldClasses.ts';
import { Select } from '../../components/Select.tsx';
import { dayText, type Expiry, type ExpiryChoice } from './expiry.ts';

export interface ExpiryFieldProps {
  readonly label: string;
  readonly value: Expiry;
  readonly onChange: (value: Expiry) => void;
  readonly choices: readonly ExpiryChoice[];
}

const NAMES = {
  never: 'expiry.never',
  hour: 'expiry.hour',
  day: 'expiry.day',
  week: 'expiry.week',
  month: 'expiry.month',
  year: 'expiry.year',
  until: 'expiry.until',
} as const satisfies Record<ExpiryChoice, string>;

export function ExpiryField({ label, value, onChange, choices }: ExpiryFieldProps): ReactNode {
  const { t } = useTranslation('people');
  const [today] = useState(() => dayText(Date.now()));
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(12rem,1fr))] items-end gap-3">
      <Select
        label={label}
        value={value.choice}
        onChange={(choice) => onChange({ ...value, choice })}
        options={choices.map((choice) => ({ value: choice, label: t(NAMES[choice]) }))}
      />
      {value.choice === 'until' ? (
        <TextField value={value.day} onChange={(day) => onChange({ ...value, day })} className="flex flex-col gap-1">
          <Label className={LABEL}>{t('expiry.lastDay')}</Label>
          <Input type="date" min={today} className={INPUT} />
        </TextField>
      ) : null}
    </div>
  );
}
