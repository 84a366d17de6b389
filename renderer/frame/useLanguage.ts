import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '../../shared/desktop.ts';
import { chooseLanguage, type Language } from '../i18n.ts';
import { usePreferences } from '../preferences.ts';

/** The language a preference stands for on this computer. */
export function languageOf(preferred: Preferences['language']): Language {
  return preferred === 'system' ? chooseLanguage(navigator.languages) : preferred;
}

/** Speaks the preferred language, at once when it changes, and tells the document so; mounted once. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  const preferred = usePreferences(({ preferences }) => preferences.language);
  const language = languageOf(preferred);
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18n.resolvedLanguage !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
  return language;
}
