import { chooseLanguage } from './i18n.ts';
import de from './locales/de/frame.json';
import en from './locales/en/frame.json';

/** Says that this browser is too old, without anything that an old browser might not know. */
export function showTooOld(missing: readonly string[]): void {
  const language = chooseLanguage(navigator.languages);
  const words = (language === 'de' ? de : en).tooOld;
  const root = document.getElementById('root');
  if (root === null) return;
  document.documentElement.lang = language;
  const text = document.createElement('p');
  text.className = 'boot-message';
  text.textContent = `${words.text} (${missing.join(', ')})`;
  root.replaceChildren(text);
}
