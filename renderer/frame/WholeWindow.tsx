import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../components/Logo.tsx';

export interface WholeWindowProps {
  readonly icon?: LucideIcon;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** A message instead of the whole window, for when there is nothing else to show. */
export function WholeWindow({ icon: Icon, title, children }: WholeWindowProps): ReactNode {
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto bg-canvas px-6 py-[12vh]">
      <div className="flex w-full max-w-xl flex-col gap-4">
        <p className="flex items-center gap-2 text-lg font-semibold text-muted">
          <Logo className="size-5 shrink-0" />
          Granary
        </p>
        <h1 className="flex items-center gap-2.5 text-2xl font-semibold">
          {Icon === undefined ? null : <Icon aria-hidden size={22} className="shrink-0 text-error" />}
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
