import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { HISTORY_SPANS, type HistorySpan } from '../../shared/historySpans.ts';
import { useChartText } from './useChartText.ts';

export interface SpanSwitchProps {
  readonly span: HistorySpan;
  readonly onChange: (span: HistorySpan) => void;
}

/** How far back a chart looks. */
export function SpanSwitch({ span, onChange }: SpanSwitchProps): ReactNode {
  const { t } = useTranslation('tracker');
  const { spanName } = useChartText();
  return (
    <ToggleButtonGroup
      aria-label={t('chart.spanLabel')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[span]}
      onSelectionChange={(keys) => {
        const chosen = HISTORY_SPANS.find((candidate) => keys.has(candidate));
        if (chosen !== undefined) onChange(chosen);
      }}
      className="flex shrink-0 gap-0.5"
    >
      {HISTORY_SPANS.map((id) => (
        <ToggleButton
          key={id}
          id={id}
          className="min-h-7 cursor-default rounded-md px-2 text-sm whitespace-nowrap text-muted hover:bg-hover hover:text-ink selected:bg-selected selected:font-medium selected:text-ink"
        >
          {spanName(id)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
