import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../components/classes.ts';

export type Step = 'what' | 'how' | 'hashing';

const STEPS = [
  { id: 'what', title: 'step.what' },
  { id: 'how', title: 'step.how' },
  { id: 'hashing', title: 'step.hashing' },
] as const;

/** Where in the dialog one is. */
export function Steps({ current }: { readonly current: Step }): ReactNode {
  const { t } = useTranslation('create');
  const reached = STEPS.findIndex(({ id }) => id === current);
  return (
    <ol className="mb-4 flex items-center gap-2 text-sm text-muted">
      {STEPS.map(({ id, title }, i) => (
        <Fragment key={id}>
          {i === 0 ? null : <li aria-hidden className="h-px w-6 bg-line" />}
          <li
            {...(id === current ? { 'aria-current': 'step' as const } : {})}
            className={classes('flex items-center gap-1.5', id === current && 'font-semibold text-ink')}
          >
            <span
              aria-hidden
              className={classes(
                'flex size-5 items-center justify-center rounded-full border text-xs',
                i <= reached ? 'border-accent bg-accent text-on-accent' : 'border-field',
              )}
            >
              {i + 1}
            </span>
            {t(title)}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
