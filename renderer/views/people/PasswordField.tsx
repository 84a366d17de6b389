import { Dices, Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/IconButton.tsx';
import { TextField } from '../../components/TextField.tsx';
import { newPassword } from './newPassword.ts';

export interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A password for somebody else, which therefore can be seen, and made up on the spot. */
export function PasswordField({ value, onChange, autoFocus = false }: PasswordFieldProps): ReactNode {
  const { t } = useTranslation('people');
  const [isShown, setIsShown] = useState(false);
  const make = (): void => {
    setIsShown(true);
    onChange(newPassword());
  };
  return (
    <div className="relative">
      <TextField
        label={t('password.label')}
        description={t('password.what')}
        value={value}
        onChange={onChange}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        autoFocus={autoFocus}
        maxLength={1000}
      />
      <span className="absolute top-0 right-0 -mt-1 flex gap-1">
        <IconButton
          label={isShown ? t('password.hide') : t('password.show')}
          icon={isShown ? EyeOff : Eye}
          onPress={() => setIsShown(!isShown)}
        />
        <IconButton label={t('password.make')} icon={Dices} onPress={make} />
      </span>
    </div>
  );
}
