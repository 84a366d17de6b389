import { Copy, FilePlus2, FolderPlus, Wheat } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../components/classes.ts';
import { Button } from '../../components/Button.tsx';
import { desktop } from '../../desktop.ts';
import { startShare } from '../../startShare.ts';
import { useCopy } from '../../components/useCopy.ts';
import { servedAddresses } from '../../frame/addresses.ts';
import { useStatus } from '../../frame/status.tsx';

/** The first thing a newcomer sees: where to drop things, the same as buttons, and the address for everyone else. */
export function SharesEmpty(): ReactNode {
  const { t } = useTranslation('shares');
  const isDesktop = desktop() !== undefined;
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-6 p-6">
      <div
        className={classes(
          'flex w-full max-w-2xl flex-col items-center gap-3 rounded-lg px-8 py-14 text-center',
          // Only the desktop app learns where on disk something lies that is dropped.
          isDesktop ? 'border-2 border-dashed border-field' : 'border border-line bg-surface',
        )}
      >
        <Wheat aria-hidden size={44} strokeWidth={1.25} className="text-accent-text" />
        <p className="max-w-md text-xl font-semibold text-balance">
          {isDesktop ? t('empty.title') : t('empty.browserTitle')}
        </p>
        <p className="max-w-md text-muted text-pretty">{t('empty.text')}</p>
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          <Button variant="primary" icon={FilePlus2} onPress={() => void startShare('files')}>
            {isDesktop ? t('empty.files') : t('empty.choose')}
          </Button>
          {isDesktop ? (
            <Button icon={FolderPlus} onPress={() => void startShare('folder')}>
              {t('empty.folder')}
            </Button>
          ) : null}
        </div>
      </div>
      <OthersOpen />
    </div>
  );
}

function OthersOpen(): ReactNode {
  const { t } = useTranslation('shares');
  const copy = useCopy();
  const status = useStatus();
  const [address] = status === undefined ? [] : servedAddresses(status);
  if (address === undefined) return null;
  return (
    <p className="flex flex-wrap items-center justify-center gap-x-1 gap-y-1 text-muted">
      {t('empty.othersOpen')}
      <AriaButton
        aria-label={t('empty.copyNamed', { address: address.url })}
        className="inline-flex min-h-7 cursor-default items-center gap-1.5 rounded-md px-2 font-semibold text-ink hover:bg-hover"
        onPress={() => copy(address.url)}
      >
        {address.url}
        <Copy aria-hidden size={13} className="text-muted" />
      </AriaButton>
    </p>
  );
}
