import { useTranslation } from 'react-i18next';
import { navigate } from '../../routes.ts';
import { useSettingTexts } from '../settings/settingTexts.ts';

export interface SettingsLink {
  /** To the setting that says whom the tracker serves. */
  toPolicy(): void;
  /** To the rules for people: what ratio they owe and the like. */
  toRules(): void;
}

/** Where in the settings the tracker's are. */
export function useSettingsLink(): SettingsLink {
  const { t } = useTranslation('settings');
  const { titleOf } = useSettingTexts();
  return {
    toPolicy: () => navigate({ view: 'settings', search: titleOf('policy') }),
    toRules: () => navigate({ view: 'settings', search: t('section.rules') }),
  };
}
