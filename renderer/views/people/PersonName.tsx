import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { classes } from '../../components/classes.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { SUSPICION_SENTENCES } from './personWords.ts';

/** The name, and beside it whether their figures are odd; the tooltip tells what about them. */
export function PersonName({ person: { name, suspicions } }: { readonly person: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <span className="flex h-full min-w-0 items-center gap-3">
      <span className={classes('truncate font-medium', suspicions.length > 0 && 'max-w-3/5 shrink-0')}>
        <SafeText text={name} />
      </span>
      {suspicions.length === 0 ? null : (
        <span
          title={suspicions.map((suspicion) => t(SUSPICION_SENTENCES[suspicion])).join(' ')}
          className="flex min-w-0 items-center gap-1 text-sm text-checking"
        >
          <TriangleAlert aria-hidden size={13} className="shrink-0" />
          <span className="truncate">{t('suspicion.short')}</span>
        </span>
      )}
    </span>
  );
}
