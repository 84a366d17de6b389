import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineHostState } from '../../shared/desktop.ts';
import type { ConnectionState } from '../bridge.ts';
import { Banner } from '../components/Banner.tsx';
import { Button } from '../components/Button.tsx';
import { SafeText } from '../components/SafeText.tsx';
import { useEngine } from '../engine.tsx';
import { asSentence } from '../text/sentence.ts';
import { deathOf } from './deathWords.ts';
import { useCountdown } from './useCountdown.ts';

const LOST_TITLES = { lost: 'connection.lost', stopped: 'connection.stopped' } as const;

/** Says that what is seen below is from before, and what happens next. Nothing while all is well. */
export function ConnectionBanner(): ReactNode {
  const { state } = useEngine();
  if (state.kind === 'disconnected') return <Lost state={state} />;
  return state.kind === 'engine' ? <EngineBanner host={state.host} /> : null;
}

function Lost({ state }: { readonly state: Extract<ConnectionState, { kind: 'disconnected' }> }): ReactNode {
  const { t } = useTranslation('frame');
  const { retry } = useEngine();
  const seconds = useCountdown(state.retryAt);
  return (
    <Banner
      tone="warning"
      title={t(LOST_TITLES[state.reason])}
      actions={
        <Button icon={RotateCw} onPress={retry}>
          {t('connection.retryNow')}
        </Button>
      }
    >
      {t('connection.fromBefore')} {/* Read out once, not with every second that passes. */}
      {seconds === 0 ? null : <span aria-live="off">{t('connection.retryIn', { count: seconds })}</span>}
    </Banner>
  );
}

function EngineBanner({ host }: { readonly host: EngineHostState }): ReactNode {
  const { t } = useTranslation('frame');
  if (host.kind === 'restarting') return <Restarting host={host} />;
  return host.kind === 'starting' ? <Banner tone="info" title={t('connection.starting')} /> : null;
}

function Restarting({ host }: { readonly host: Extract<EngineHostState, { kind: 'restarting' }> }): ReactNode {
  const { t } = useTranslation('frame');
  const seconds = useCountdown(host.nextAt);
  return (
    <Banner tone="warning" title={t('connection.restarting')}>
      <DeathWords reason={host.reason} /> <span aria-live="off">{t('connection.restartIn', { count: seconds })}</span>
    </Banner>
  );
}

function DeathWords({ reason }: { readonly reason: string }): ReactNode {
  const { t } = useTranslation('frame');
  const death = deathOf(reason);
  switch (death.kind) {
    case 'signal':
      return t('connection.endedBySignal', { signal: death.signal });
    case 'status':
      return t('connection.endedWithStatus', { status: death.status });
    case 'other':
      return <SafeText text={asSentence(reason)} />;
  }
}
