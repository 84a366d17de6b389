import type { ReactNode } from 'react';

/** A filter box and the like, in the line of the tabs where there is room; in a line below it where there is none. */
export function TabTools({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="relative flex shrink-0 justify-end px-5 pt-2.5 pb-1 @min-[43rem]:h-0 @min-[43rem]:p-0">
      <div className="flex flex-wrap items-center gap-2 @min-[43rem]:absolute @min-[43rem]:-top-9 @min-[43rem]:right-5">
        {children}
      </div>
    </div>
  );
}
