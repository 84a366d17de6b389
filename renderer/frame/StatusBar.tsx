import { Copy, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { StatusRow } from '../../shared/rows.ts';
import type { ConnectionState } from '../bridge.ts';
import { StateMark, type StateKind } from '../components/StateMark.tsx';
import { SafeText } from '../components/SafeText.tsx';
import { useEngine } from '../engine.tsx';
import { useFormat } from '../text/format.ts';
import { useNoticeText } from '../text/noticeText.ts';
import { servedAddresses } from './addresses.ts';
import { Sparkline } from './Sparkline.tsx';
import { useStatus } from './status.tsx';
import { useCopy } from '../components/useCopy.ts';

const ENGINE_WORDS = {
  connected: 'engine.running',
  connecting: 'engine.connecting',
  disconnected: 'engine.disconnected',
  reload: 'engine.reload',
  'signed-out': 'engine.signedOut',
  starting: 'engine.starting',
  running: 'engine.connecting',
  restarting: 'engine.restarting',
  stopped: 'engine.stopped',
} as const;

const MARKS: Readonly<Record<keyof typeof ENGINE_WORDS, StateKind>> = {
  connected: 'seeding',
  connecting: 'checking',
  disconnected: 'error',
  reload: 'error',
  'signed-out': 'paused',
  starting: 'checking',
  running: 'checking',
  restarting: 'checking',
  stopped: 'error',
};

/** What is always in sight: whether the engine runs, where others find it, and how much goes out and in. */
export function StatusBar(): ReactNode {
  const { t } = useTranslation('frame');
  const { state } = useEngine();
  const status = useStatus();
  const engine = engineKind(state);
  return (
    <footer
      aria-label={t('status.label')}
      className="col-span-2 flex h-8 items-center gap-4 overflow-hidden border-t border-line bg-rail px-3.5 text-sm whitespace-nowrap text-muted"
    >
      <span className="shrink-0">
        <StateMark kind={MARKS[engine]} label={t(ENGINE_WORDS[engine])} />
      </span>
      {status === undefined ? null : <Figures status={status} isLive={state.kind === 'connected'} />}
    </footer>
  );
}

function engineKind(state: ConnectionState): keyof typeof ENGINE_WORDS {
  return state.kind === 'engine' ? state.host.kind : state.kind;
}

function Figures({ status, isLive }: { readonly status: StatusRow; readonly isLive: boolean }): ReactNode {
  const { t } = useTranslation('frame');
  const format = useFormat();
  return (
    <>
      <Addresses status={status} />
      {status.dhtPort === undefined ? null : (
        <span>
          {t('status.dht')}{' '}
          <Figure>{t('status.nodes', { count: status.dhtNodes, nodes: format.count(status.dhtNodes) })}</Figure>
        </span>
      )}
      {status.notices.length === 0 ? null : <Notices notices={status.notices} />}
      <span className="flex-1" />
      {isLive ? (
        <>
          <Sparkline values={status.recentUploadRates} />
          <span>
            {t('status.up')} <Figure>{format.rate(status.uploadRateBytesPerSecond)}</Figure>
          </span>
          <span>
            {t('status.down')} <Figure>{format.rate(status.downloadRateBytesPerSecond)}</Figure>
          </span>
        </>
      ) : null}
    </>
  );
}

function Figure({ children }: { readonly children: ReactNode }): ReactNode {
  return <strong className="figures font-semibold text-ink">{children}</strong>;
}

const BAR_BUTTON = 'flex h-6 cursor-default items-center gap-1 rounded-sm px-1 -outline-offset-1 hover:bg-hover';

/** The first address; the others are behind `+2`. */
function Addresses({ status }: { readonly status: StatusRow }): ReactNode {
  const { t } = useTranslation('frame');
  const copy = useCopy();
  const [first, ...others] = servedAddresses(status);
  if (first === undefined) return <span>{t('status.noAddress')}</span>;
  return (
    <span className="flex items-center gap-1">
      <span className="max-[60rem]:sr-only">{t('status.serving')}</span>
      <AriaButton
        aria-label={t('status.copyAddress', { address: first.label })}
        onPress={() => copy(first.url)}
        className={BAR_BUTTON}
      >
        <Figure>{first.label}</Figure>
        <Copy aria-hidden size={11} />
      </AriaButton>
      {others.length === 0 ? null : (
        <DialogTrigger>
          <AriaButton aria-label={t('status.moreAddresses', { count: others.length })} className={BAR_BUTTON}>
            {`+${others.length}`}
          </AriaButton>
          <Popover placement="top" className="rounded-md border border-line bg-surface p-1 shadow-raised outline-none">
            <Dialog
              aria-label={t('status.otherAddresses')}
              className="flex max-h-80 flex-col overflow-y-auto outline-none"
            >
              {others.map(({ label, url }) => (
                <AriaButton
                  key={url}
                  aria-label={t('status.copyAddress', { address: label })}
                  onPress={() => copy(url)}
                  className="flex min-h-7 cursor-default items-center justify-between gap-4 rounded-sm px-2 text-left hover:bg-hover"
                >
                  <span className="figures">{label}</span>
                  <Copy aria-hidden size={12} className="text-muted" />
                </AriaButton>
              ))}
            </Dialog>
          </Popover>
        </DialogTrigger>
      )}
    </span>
  );
}

function Notices({ notices }: { readonly notices: StatusRow['notices'] }): ReactNode {
  const { t } = useTranslation('frame');
  const words = useNoticeText();
  return (
    <DialogTrigger>
      <AriaButton className={BAR_BUTTON}>
        <TriangleAlert aria-hidden size={13} className="text-checking" />
        {t('status.notices', { count: notices.length })}
      </AriaButton>
      <Popover
        placement="top"
        className="max-w-lg rounded-md border border-line bg-surface p-3 shadow-raised outline-none"
      >
        <Dialog aria-label={t('status.noticesLabel')} className="max-h-80 overflow-y-auto outline-none">
          <ul className="flex flex-col gap-2">
            {notices.map((notice) => (
              <li key={notice.message}>
                <SafeText text={words(notice)} max={500} />
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
