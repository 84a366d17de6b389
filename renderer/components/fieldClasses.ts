/** The look that all fields for typing have in common. */
export const INPUT =
  'min-h-8 w-full min-w-0 rounded-md border border-field bg-surface px-2.5 py-1 text-base text-ink invalid:border-error disabled:opacity-60';
export const LABEL = 'text-base font-medium';
export const HELP = 'text-sm text-muted';
export const ERROR = 'text-sm text-error';
