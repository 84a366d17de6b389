import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import { useFormat } from '../text/format.ts';
import { classes } from './classes.ts';

export type ProgressTone = 'seeding' | 'downloading' | 'checking' | 'error' | 'paused' | 'accent';

export interface ProgressBarProps {
  /** 0 to 1; absent when it cannot be told. */
  readonly value?: number;
  readonly label: string;
  readonly tone?: ProgressTone;
}

const FILLS: Readonly<Record<ProgressTone, string>> = {
  seeding: 'bg-seeding',
  downloading: 'bg-downloading',
  checking: 'bg-checking',
  error: 'bg-error',
  paused: 'bg-paused',
  accent: 'bg-accent',
};

export function ProgressBar({ value, label, tone = 'downloading' }: ProgressBarProps): ReactNode {
  const format = useFormat();
  const part = value === undefined ? 0 : Math.min(1, Math.max(0, value));
  return (
    <AriaProgressBar
      aria-label={label}
      value={part * 100}
      isIndeterminate={value === undefined}
      {...(value === undefined ? {} : { valueLabel: format.percent(part) })}
      className="block h-1.5 w-full overflow-hidden rounded-full bg-track forced-colors:border"
    >
      <div
        className={classes(
          'h-full rounded-full forced-colors:bg-accent',
          FILLS[tone],
          value === undefined && 'w-1/3 animate-pulse',
        )}
        {...(value === undefined ? {} : { style: { width: `${part * 100}%` } })}
      />
    </AriaProgressBar>
  );
}
