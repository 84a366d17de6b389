import { LogIn } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { TextField } from '../components/TextField.tsx';
import { useEngine } from '../engine.tsx';
import { readSession, type Refusal, signIn, type Unreachable } from '../transports/consoleSession.ts';
import { useCountdown } from './useCountdown.ts';
import { WholeWindow } from './WholeWindow.tsx';

type Trouble = Refusal | Unreachable;

const REFUSALS = {
  'wrong-password': 'signIn.wrongPassword',
  'wrong-token': 'signIn.wrongToken',
  'foreign-site': 'signIn.foreignSite',
  'too-many-tries': 'signIn.tooManyTries',
} as const;

export interface SignInProps {
  /** What came of the link that led here, if one did. */
  readonly linkTrouble: Trouble | undefined;
}

/** The door of the web console. */
export function SignIn({ linkTrouble }: SignInProps): ReactNode {
  const { t } = useTranslation('frame');
  const { retry } = useEngine();
  const [password, setPassword] = useState('');
  const [hasPassword, setHasPassword] = useState<boolean>();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(linkTrouble);
  const [waitUntil, setWaitUntil] = useState(() => waitOf(linkTrouble));
  const seconds = useCountdown(waitUntil);

  useEffect(() => {
    void readSession().then((session) => {
      setHasPassword(session.kind === 'known' && session.hasPassword);
    });
  }, []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    void signIn({ password }).then((outcome) => {
      setBusy(false);
      if (outcome.kind === 'known') {
        retry();
        return;
      }
      setPassword('');
      setTrouble(outcome);
      setWaitUntil(waitOf(outcome));
    });
  };
  const words = trouble === undefined ? undefined : <TroubleWords trouble={trouble} seconds={seconds} />;
  /** Said at the field; what came of a link stands above it. */
  const isOfPassword = hasPassword === true && trouble !== linkTrouble;
  return (
    <WholeWindow title={t('signIn.title')}>
      {isOfPassword || words === undefined ? null : (
        <p role="alert" className="text-error">
          {words}
        </p>
      )}
      {hasPassword === true ? (
        <form onSubmit={submit} className="flex max-w-sm flex-col gap-3">
          <TextField
            label={t('signIn.password')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            {...(isOfPassword && words !== undefined ? { error: words } : {})}
            autoFocus
          />
          <div>
            <Button variant="primary" icon={LogIn} type="submit" isDisabled={isBusy || password === '' || seconds > 0}>
              {t('signIn.action')}
            </Button>
          </div>
        </form>
      ) : null}
      <p className="text-muted">{t('signIn.linkHint')}</p>
    </WholeWindow>
  );
}

function TroubleWords({ trouble, seconds }: { readonly trouble: Trouble; readonly seconds: number }): ReactNode {
  const { t } = useTranslation('frame');
  if (trouble.kind === 'unreachable') return t('signIn.unreachable');
  if (trouble.code === 'too-many-tries' && seconds > 0) return t('signIn.wait', { count: seconds });
  return isKnown(trouble.code) ? t(REFUSALS[trouble.code]) : t('signIn.refused');
}

function isKnown(code: string): code is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, code);
}

function waitOf(trouble: Trouble | undefined): number {
  const seconds = trouble?.kind === 'refused' ? trouble.retryAfterSeconds : undefined;
  return seconds === undefined ? 0 : Date.now() + seconds * 1000;
}
