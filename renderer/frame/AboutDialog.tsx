import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/Dialog.tsx';
import { desktop } from '../desktop.ts';
import { useEngine } from '../engine.tsx';
import { closeOverlay, useOverlay } from './overlays.ts';
import { Logo } from '../components/Logo.tsx';

export function AboutDialog(): ReactNode {
  const { t } = useTranslation('frame');
  const { state } = useEngine();
  const isOpen = useOverlay(({ open }) => open === 'about');
  const version = desktop()?.version ?? (state.kind === 'connected' ? state.version : undefined);
  return (
    <Dialog title={t('about.title')} isOpen={isOpen} onClose={closeOverlay} size="small">
      <div className="flex items-start gap-4">
        <Logo className="size-12 shrink-0" />
        <div className="flex flex-col gap-1">
          <p>{t('about.what')}</p>
          {version === undefined ? null : <p className="text-muted">{t('about.version', { version })}</p>}
        </div>
      </div>
    </Dialog>
  );
}
