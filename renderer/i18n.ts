import { createInstance, type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import deActivity from './locales/de/activity.json';
import deCommon from './locales/de/common.json';
import deCreate from './locales/de/create.json';
import deErrors from './locales/de/errors.json';
import deFrame from './locales/de/frame.json';
import dePeople from './locales/de/people.json';
import deSettings from './locales/de/settings.json';
import deShare from './locales/de/share.json';
import deShares from './locales/de/shares.json';
import deTracker from './locales/de/tracker.json';
import enActivity from './locales/en/activity.json';
import enCommon from './locales/en/common.json';
import enCreate from './locales/en/create.json';
import enErrors from './locales/en/errors.json';
import enFrame from './locales/en/frame.json';
import enPeople from './locales/en/people.json';
import enSettings from './locales/en/settings.json';
import enShare from './locales/en/share.json';
import enShares from './locales/en/shares.json';
import enTracker from './locales/en/tracker.json';

/** Both languages are in the bundle: the window of a machine without internet, and no wait at a switch. */
const resources = {
  en: {
    common: enCommon,
    frame: enFrame,
    shares: enShares,
    create: enCreate,
    share: enShare,
    tracker: enTracker,
    people: enPeople,
    activity: enActivity,
    settings: enSettings,
    errors: enErrors,
  },
  de: {
    common: deCommon,
    frame: deFrame,
    shares: deShares,
    create: deCreate,
    share: deShare,
    tracker: deTracker,
    people: dePeople,
    activity: deActivity,
    settings: deSettings,
    errors: deErrors,
  },
} as const satisfies Resource;

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first language of ours that the person reads; English when there is none. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language === base);
    if (found !== undefined) return found;
  }
  return 'en';
}

export async function createTranslations(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'en',
    supportedLngs: LANGUAGES,
    defaultNS: 'common',
    // React escapes on its own; i18next's would be seen as `&amp;`.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return instance;
}
