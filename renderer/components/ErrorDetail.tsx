import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from './SafeText.tsx';

const MAX_CHARACTERS = 1000;

/** The engine's own words about an error, folded away below those in the person's language. */
export function ErrorDetail({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('common');
  return (
    <details className="max-w-prose text-sm text-muted">
      <summary className="cursor-default">{t('error.detail')}</summary>
      <p lang="en" className="wrap-anywhere select-text">
        <SafeText text={text} max={MAX_CHARACTERS} />
      </p>
    </details>
  );
}
