import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../components/useCopy.ts';

const SHOWN_DIGITS = 10;

export interface InfoHashCellProps {
  readonly infoHash: string;
  /** Whether the row shows it in the place of a name already: here is only the button then. */
  readonly isShownAsName?: boolean;
}

/** The beginning of an info-hash, and a button for all of it. Keys reach the same through the row's menu. */
export function InfoHashCell({ infoHash, isShownAsName = false }: InfoHashCellProps): ReactNode {
  const { t } = useTranslation('tracker');
  const copy = useCopy();
  return (
    <span className="group/hash flex h-full items-center gap-1">
      {isShownAsName ? null : (
        <span title={infoHash} className="font-mono text-sm text-muted">
          {infoHash.slice(0, SHOWN_DIGITS)}…
        </span>
      )}
      <Button
        aria-label={t('copy.infoHash')}
        excludeFromTabOrder
        onPress={() => copy(infoHash)}
        className="flex size-6 cursor-default items-center justify-center rounded-sm text-muted opacity-0 group-hover/hash:opacity-100 hover:text-ink focus-visible:opacity-100"
      >
        <Copy aria-hidden size={13} />
      </Button>
    </span>
  );
}
