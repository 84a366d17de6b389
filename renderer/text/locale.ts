import { useTranslation } from 'react-i18next';

/**
 * How the person writes figures and times in the language that the window speaks: whoever reads English as the British do
 * gets `14:05`, not `2:05 PM`. The language alone where the person's own are all other ones.
 */
export function localeOf(language: string, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((tag) => baseOf(tag) === baseOf(language)) ?? language;
}

/** For Intl, at whatever is drawn now. */
export function useLocale(): string {
  const { i18n } = useTranslation();
  return localeOf(i18n.resolvedLanguage ?? 'en');
}

function baseOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0];
}
