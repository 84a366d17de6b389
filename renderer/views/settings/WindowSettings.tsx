import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '../../../shared/desktop.ts';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { toast } from '../../components/toast.ts';
import { usePreferences } from '../../preferences.ts';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { SettingRow } from './SettingRow.tsx';

/** Changes a preference, and says when that did not work. */
function useChangePreference(): (changes: Partial<Preferences>) => void {
  const { t } = useTranslation('settings');
  const words = useErrorText();
  const change = usePreferences((state) => state.change);
  return (changes) => {
    change(changes).catch((error: unknown) =>
      toast.show({ title: t('window.failed'), description: safeText(words(error).message), tone: 'error' }),
    );
  };
}

export function LanguageSetting(): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const language = usePreferences(({ preferences }) => preferences.language);
  const change = useChangePreference();
  return (
    <SettingRow
      id={id}
      title={t('window.language.title')}
      what={t('window.language.what')}
      standard={t('standard', { value: t('window.language.system') })}
    >
      <Select
        label={t('window.language.title')}
        isLabelHidden
        value={language}
        onChange={(value) => change({ language: value })}
        options={[
          { value: 'system', label: t('window.language.system') },
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
    </SettingRow>
  );
}

export function ThemeSetting(): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const theme = usePreferences(({ preferences }) => preferences.theme);
  const change = useChangePreference();
  return (
    <SettingRow
      id={id}
      title={t('window.theme.title')}
      what={t('window.theme.what')}
      standard={t('standard', { value: t('window.theme.system') })}
    >
      <Select
        label={t('window.theme.title')}
        isLabelHidden
        value={theme}
        onChange={(value) => change({ theme: value })}
        options={[
          { value: 'system', label: t('window.theme.system') },
          { value: 'light', label: t('window.theme.light') },
          { value: 'dark', label: t('window.theme.dark') },
        ]}
      />
    </SettingRow>
  );
}

export function OnCloseSetting(): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const onClose = usePreferences(({ preferences }) => preferences.onClose);
  const change = useChangePreference();
  return (
    <SettingRow
      id={id}
      title={t('window.onClose.title')}
      what={t('window.onClose.what')}
      standard={t('standard', { value: t('window.onClose.ask') })}
    >
      <Select
        label={t('window.onClose.title')}
        isLabelHidden
        value={onClose}
        onChange={(value) => change({ onClose: value })}
        options={[
          { value: 'ask', label: t('window.onClose.ask') },
          { value: 'tray', label: t('window.onClose.tray') },
          { value: 'quit', label: t('window.onClose.quit') },
        ]}
      />
    </SettingRow>
  );
}

export type SwitchPreference = 'startWithComputer' | 'keepAwake' | 'notifications';

export const SWITCH_TEXTS = {
  startWithComputer: {
    title: 'window.startWithComputer.title',
    what: 'window.startWithComputer.what',
    standard: 'value.off',
  },
  keepAwake: { title: 'window.keepAwake.title', what: 'window.keepAwake.what', standard: 'value.on' },
  notifications: { title: 'window.notifications.title', what: 'window.notifications.what', standard: 'value.on' },
} as const satisfies Record<SwitchPreference, object>;

export function SwitchSetting({ name }: { readonly name: SwitchPreference }): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const isSelected = usePreferences(({ preferences }) => preferences[name]);
  const change = useChangePreference();
  const { title, what, standard } = SWITCH_TEXTS[name];
  return (
    <SettingRow id={id} title={t(title)} what={t(what)} standard={t('standard', { value: t(standard) })}>
      <Switch label={t(title)} isLabelHidden isSelected={isSelected} onChange={(isOn) => change({ [name]: isOn })} />
    </SettingRow>
  );
}
