import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { desktop } from '../../desktop.ts';
import { BackupSetting } from './BackupSetting.tsx';
import { EngineSetting } from './EngineSetting.tsx';
import { type Section, SECTION_TITLES, sectionOf } from './sections.ts';
import { useSettingTexts } from './settingTexts.ts';
import { SignOutSetting } from './SignOutSetting.tsx';
import type { EngineSettings } from './useEngineSettings.ts';
import {
  LanguageSetting,
  OnCloseSetting,
  SWITCH_TEXTS,
  SwitchSetting,
  type SwitchPreference,
  ThemeSetting,
} from './WindowSettings.tsx';

export interface SettingItem {
  readonly id: string;
  readonly section: Section;
  /** What a search looks in. */
  readonly words: string;
  readonly element: ReactNode;
}

const SWITCHES: readonly SwitchPreference[] = ['startWithComputer', 'keepAwake', 'notifications'];

/** All that can be set here, in the order of the page. */
export function useSettingItems({ settings, change }: EngineSettings): readonly SettingItem[] {
  const { t } = useTranslation('settings');
  const { titleOf, whatOf } = useSettingTexts();
  const isDesktop = desktop() !== undefined;

  const ofWindow: readonly SettingItem[] = [
    {
      id: 'language',
      section: 'window',
      words: wordsOf(t('window.language.title'), t('window.language.what')),
      element: <LanguageSetting />,
    },
    {
      id: 'theme',
      section: 'window',
      words: wordsOf(t('window.theme.title'), t('window.theme.what')),
      element: <ThemeSetting />,
    },
  ];
  const ofDesktop: readonly SettingItem[] = [
    {
      id: 'onClose',
      section: 'window',
      words: wordsOf(t('window.onClose.title'), t('window.onClose.what')),
      element: <OnCloseSetting />,
    },
    ...SWITCHES.map((name) => ({
      id: name,
      section: 'window' as const,
      words: wordsOf(t(SWITCH_TEXTS[name].title), t(SWITCH_TEXTS[name].what)),
      element: <SwitchSetting name={name} />,
    })),
  ];
  const ofEngine: readonly SettingItem[] = (settings?.settings ?? []).map((setting) => ({
    id: setting.key,
    section: sectionOf(setting.key),
    words: wordsOf(
      setting.key,
      titleOf(setting.key),
      whatOf(setting.key),
      setting.sourceName ?? '',
      t(SECTION_TITLES[sectionOf(setting.key)]),
    ),
    element: <EngineSetting setting={setting} change={change} />,
  }));
  const ofBrowser: readonly SettingItem[] = [
    {
      id: 'signOut',
      section: 'console',
      words: wordsOf(t('signOut.title'), t('signOut.what')),
      element: <SignOutSetting />,
    },
  ];
  const dataDir = settings?.settings.find(({ key }) => key === 'dataDir')?.value;
  const backup: readonly SettingItem[] =
    typeof dataDir === 'string'
      ? [
          {
            id: 'backup',
            section: 'data',
            words: wordsOf(t('backup.title'), t('backup.what')),
            element: <BackupSetting dataDir={dataDir} />,
          },
        ]
      : [];
  return [...ofWindow, ...(isDesktop ? ofDesktop : []), ...ofEngine, ...(isDesktop ? [] : ofBrowser), ...backup];
}

function wordsOf(...texts: readonly string[]): string {
  return texts.join(' ');
}
