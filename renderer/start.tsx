import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './App.tsx';
import { connectEngine } from './bridge.ts';
import { desktop } from './desktop.ts';
import { EngineProvider } from './engine.tsx';
import { languageOf } from './frame/useLanguage.ts';
import { createTranslations } from './i18n.ts';
import { loadPreferences } from './preferences.ts';
import { startTheme } from './theme.ts';
import { type Refusal, signIn, type Unreachable } from './transports/consoleSession.ts';

/** Puts the window together and draws it. */
export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no element for the window');
  const preferences = await loadPreferences();
  startTheme();
  const language = languageOf(preferences.language);
  document.documentElement.lang = language;
  const [translations, linkTrouble] = await Promise.all([createTranslations(language), signInByLink()]);
  const connection = connectEngine();
  const tell = (): void => connection.setVisible(document.visibilityState === 'visible');
  tell();
  document.addEventListener('visibilitychange', tell);
  window.addEventListener('online', connection.retry);
  createRoot(root).render(
    <I18nextProvider i18n={translations}>
      <EngineProvider connection={connection}>
        <App linkTrouble={linkTrouble} />
      </EngineProvider>
    </I18nextProvider>,
  );
}

/** Signs in with the token in the address, which works once, and takes it out of the address and the history. */
async function signInByLink(): Promise<Refusal | Unreachable | undefined> {
  const token = /^#token=(.+)$/.exec(window.location.hash)?.[1];
  if (token === undefined || desktop() !== undefined) return undefined;
  window.history.replaceState(null, '', window.location.pathname);
  const outcome = await signIn({ token: decodeURIComponent(token) });
  return outcome.kind === 'known' ? undefined : outcome;
}
