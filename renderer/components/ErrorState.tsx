import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../text/errorText.ts';
import { Button } from './Button.tsx';
import { ErrorDetail } from './ErrorDetail.tsx';
import { SafeText } from './SafeText.tsx';

export interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** Other ways on than trying again. */
  readonly actions?: ReactNode;
  /** It stands instead of a whole page, and its title is the page's. */
  readonly isPage?: boolean;
}

/** What went wrong, in words, where otherwise the thing itself would be. */
export function ErrorState({ error, onRetry, actions, isPage = false }: ErrorStateProps): ReactNode {
  const { t } = useTranslation('common');
  const { message, hint, detail } = useErrorText()(error);
  const Title = isPage ? 'h1' : 'p';
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 p-8 text-center">
      <TriangleAlert aria-hidden size={30} strokeWidth={1.5} className="mb-1 text-error" />
      <Title className="max-w-prose text-lg font-semibold">
        <SafeText text={message} max={500} />
      </Title>
      {hint === undefined ? null : (
        <p className="max-w-prose text-muted">
          <SafeText text={hint} max={500} />
        </p>
      )}
      {detail === undefined ? null : <ErrorDetail text={detail} />}
      {onRetry === undefined && actions === undefined ? null : (
        <div className="mt-3 flex flex-wrap justify-center gap-2">
          {onRetry === undefined ? null : (
            <Button icon={RotateCw} onPress={onRetry}>
              {t('error.retry')}
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}
