import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Toasts } from './components/Toasts.tsx';
import { useEngine } from './engine.tsx';
import { EngineStopped } from './frame/EngineStopped.tsx';
import { Frame } from './frame/Frame.tsx';
import { ReloadNeeded } from './frame/ReloadNeeded.tsx';
import { SignIn } from './frame/SignIn.tsx';
import { useLanguage } from './frame/useLanguage.ts';
import type { Refusal, Unreachable } from './transports/consoleSession.ts';

export interface AppProps {
  /** What came of the sign-in link in the address, when it did not lead in. */
  readonly linkTrouble: Refusal | Unreachable | undefined;
}

export function App({ linkTrouble }: AppProps): ReactNode {
  const language = useLanguage();
  return (
    <I18nProvider locale={language}>
      <Screen linkTrouble={linkTrouble} />
      <Toasts />
    </I18nProvider>
  );
}

function Screen({ linkTrouble }: AppProps): ReactNode {
  const { state } = useEngine();
  if (state.kind === 'reload') return <ReloadNeeded />;
  if (state.kind === 'signed-out') return <SignIn linkTrouble={linkTrouble} />;
  if (state.kind === 'engine' && state.host.kind === 'stopped') return <EngineStopped host={state.host} />;
  return <Frame />;
}
