import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface LoadingProps {
  /** What is being waited for; a general word when absent. */
  readonly label?: string;
}

export function Loading({ label }: LoadingProps): ReactNode {
  const { t } = useTranslation('common');
  return (
    <div role="status" className="flex flex-1 items-center justify-center gap-2 p-8 text-muted">
      <LoaderCircle aria-hidden size={16} className="animate-spin" />
      {label ?? t('loading')}
    </div>
  );
}
