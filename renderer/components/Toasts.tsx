import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastBody,
  UNSTABLE_ToastRegion as ToastRegion,
  Button as AriaButton,
  Text,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { TONE_COLOURS, TONE_ICONS } from './Banner.tsx';
import { Button } from './Button.tsx';
import { ErrorDetail } from './ErrorDetail.tsx';
import { classes } from './classes.ts';
import { type ToastContent, toastQueue } from './toast.ts';

/** Where toasts appear; mounted once. */
export function Toasts(): ReactNode {
  const { t } = useTranslation('common');
  return (
    <ToastRegion
      queue={toastQueue}
      aria-label={t('toast.region')}
      className="fixed right-4 bottom-10 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col-reverse gap-2 rounded-lg"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex items-start gap-2.5 rounded-lg border border-line bg-surface py-2.5 pr-2 pl-3.5 shadow-raised"
        >
          <ToastWords content={toast.content} close={() => toastQueue.close(toast.key)} />
          <AriaButton
            slot="close"
            aria-label={t('toast.close')}
            className="flex size-6 shrink-0 cursor-default items-center justify-center rounded-sm text-muted hover:text-ink"
          >
            <X aria-hidden size={14} />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}

function ToastWords({ content, close }: { readonly content: ToastContent; readonly close: () => void }): ReactNode {
  const tone = content.tone ?? 'info';
  const Icon = TONE_ICONS[tone];
  const { action } = content;
  return (
    <>
      <Icon aria-hidden size={16} className={classes('mt-0.5 shrink-0', TONE_COLOURS[tone])} />
      <ToastBody className="flex min-w-0 flex-1 flex-col gap-0.5 wrap-anywhere">
        <Text slot="title" className="font-semibold">
          {content.title}
        </Text>
        {content.description === undefined ? null : (
          <Text slot="description" className="text-muted">
            {content.description}
          </Text>
        )}
        {content.detail === undefined ? null : <ErrorDetail text={content.detail} />}
        {action === undefined ? null : (
          <div className="mt-1.5">
            <Button
              onPress={() => {
                close();
                action.onAction();
              }}
            >
              {action.label}
            </Button>
          </div>
        )}
      </ToastBody>
    </>
  );
}
