import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type StateKind = 'seeding' | 'checking' | 'paused' | 'error' | 'done' | 'downloading' | 'blocked';

export interface StateMarkProps {
  readonly kind: StateKind;
  /** The word for it. */
  readonly label: string;
  /** The word is then for screen readers only: it stands beside the mark already. */
  readonly isLabelHidden?: boolean;
}

const COLOURS: Readonly<Record<StateKind, string>> = {
  seeding: 'text-seeding',
  checking: 'text-checking',
  paused: 'text-paused',
  error: 'text-error',
  done: 'text-done',
  downloading: 'text-downloading',
  blocked: 'text-paused',
};

/** Each kind has a shape of its own, so that nobody needs to tell the colours apart. */
const SHAPES: Readonly<Record<StateKind, ReactNode>> = {
  seeding: <circle cx="5" cy="5" r="4" />,
  checking: <rect x="1" y="1" width="8" height="8" rx="1.5" />,
  paused: <path d="M1.5 1h2.5v8H1.5zM6 1h2.5v8H6z" />,
  error: <path d="M5 .8 9.6 9.2H.4z" />,
  done: <path d="M1 5.2 3.9 8.2 9 1.9" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  downloading: <path d="M.6 1.6h8.8L5 9.2z" />,
  blocked: (
    <path d="M5 1a4 4 0 1 0 0 8 4 4 0 1 0 0-8M2.2 7.8 7.8 2.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
  ),
};

export function StateMark({ kind, label, isLabelHidden = false }: StateMarkProps): ReactNode {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <svg viewBox="0 0 10 10" aria-hidden className={classes('size-2.5 shrink-0 fill-current', COLOURS[kind])}>
        {SHAPES[kind]}
      </svg>
      <span className={isLabelHidden ? 'sr-only' : 'truncate'}>{label}</span>
    </span>
  );
}
