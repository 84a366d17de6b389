import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: LucideIcon;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** It stands instead of a whole page, and its title is the page's. */
  readonly isPage?: boolean;
}

/** Says why there is nothing, and what to do about it. */
export function EmptyState(props: EmptyStateProps): ReactNode {
  const { icon: Icon, title, children, actions, isPage = false } = props;
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 p-8 text-center">
      {Icon === undefined ? null : <Icon aria-hidden size={36} strokeWidth={1.25} className="mb-2 text-muted" />}
      <Title className="text-lg font-semibold">{title}</Title>
      {children === undefined ? null : <div className="max-w-prose text-balance text-muted">{children}</div>}
      {actions === undefined ? null : <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
