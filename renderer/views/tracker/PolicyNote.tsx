import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import type { Policy } from './usePolicy.ts';

/** Says so where what is allowed on the list changes nothing, and offers to let it count. */
export function PolicyNote({ policy: { now, fixedBy, change } }: { readonly policy: Policy }): ReactNode {
  const { t } = useTranslation('tracker');
  if (now === 'open') {
    return (
      <Banner tone="info" title={t('note.open')}>
        {t('note.openWhat')}
      </Banner>
    );
  }
  if (now !== 'shares') return null;
  return (
    <Banner
      tone="info"
      title={t('note.shares')}
      actions={
        fixedBy === undefined ? <Button onPress={() => void change('listed')}>{t('note.serveList')}</Button> : null
      }
    >
      {t('note.sharesWhat')}
    </Banner>
  );
}
