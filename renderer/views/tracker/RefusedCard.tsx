import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { StatusRow } from '../../../shared/rows.ts';
import { Button as TextButton } from '../../components/Button.tsx';
import { useFormat } from '../../text/format.ts';
import { navigate } from '../../routes.ts';
import { CardFigure } from './CardFigure.tsx';
import { useRefusalText } from './refusalText.ts';

/** How many requests were refused; under the pointer and when pressed, why. */
export function RefusedCard({ status }: { readonly status: StatusRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const figure = format.count(status.refused);
  const refusalText = useRefusalText();
  const label = t('cards.refused');
  if (status.refusals.length === 0) return <CardFigure figure={figure} label={label} />;
  const inOneText = status.refusals
    .map(({ reason, count }) => `${format.count(count)} ${refusalText(reason)}`)
    .join('\n');
  return (
    <DialogTrigger>
      <span title={inOneText} className="flex h-full flex-col">
        <Button className="flex flex-1 cursor-default flex-col text-left -outline-offset-2 hover:bg-hover pressed:bg-selected">
          <CardFigure
            figure={figure}
            label={<span className="underline decoration-dotted underline-offset-2">{label}</span>}
          />
        </Button>
      </span>
      <Popover placement="bottom end" className="max-w-96 rounded-md border border-line bg-surface shadow-raised">
        <Dialog className="flex flex-col gap-2 p-4">
          <Heading slot="title" className="font-semibold">
            {t('refusal.title')}
          </Heading>
          <Reasons refusals={status.refusals} />
          <div>
            <TextButton onPress={() => navigate({ view: 'tracker', tab: 'refused' })}>
              {t('refusal.showAll')}
            </TextButton>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Reasons({ refusals }: Pick<StatusRow, 'refusals'>): ReactNode {
  const format = useFormat();
  const refusalText = useRefusalText();
  return (
    <ul className="flex flex-col gap-1">
      {refusals.map(({ reason, count }) => (
        <li key={reason} className="flex gap-3">
          <span className="figures min-w-8 shrink-0 text-right font-semibold">{format.count(count)}</span>
          <span className="min-w-0 wrap-anywhere">{refusalText(reason)}</span>
        </li>
      ))}
    </ul>
  );
}
