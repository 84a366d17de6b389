import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

export interface FoldProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Something that most people do not need to see, behind its title. */
export function Fold({ title, children }: FoldProps): ReactNode {
  return (
    <Disclosure className="group/fold">
      <Heading level={3}>
        <Button
          slot="trigger"
          className="-ml-1 inline-flex min-h-7 cursor-default items-center gap-1 rounded-sm px-1 text-muted hover:text-ink"
        >
          <ChevronRight aria-hidden size={14} className="transition-transform group-expanded/fold:rotate-90" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="overflow-hidden">
        <div className="pt-1 pb-1 pl-5">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
