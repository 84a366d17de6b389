import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type Tone = 'info' | 'success' | 'warning' | 'error';

export interface BannerProps {
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export const TONE_ICONS: Readonly<Record<Tone, LucideIcon>> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
};
export const TONE_COLOURS: Readonly<Record<Tone, string>> = {
  info: 'text-downloading',
  success: 'text-seeding',
  warning: 'text-checking',
  error: 'text-error',
};

/** A strip over a view for what concerns all of it. */
export function Banner({ tone, title, children, actions }: BannerProps): ReactNode {
  const Icon = TONE_ICONS[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-5 py-2"
    >
      <Icon aria-hidden size={16} className={classes('shrink-0', TONE_COLOURS[tone])} />
      <div className="min-w-0 flex-1 basis-80">
        <span className="font-semibold">{title}</span>
        {children === undefined ? null : <span className="ml-2 text-muted">{children}</span>}
      </div>
      {actions === undefined ? null : <div className="flex gap-2">{actions}</div>}
    </div>
  );
}
