import type { ReactNode } from 'react';
import { classes } from '../../components/classes.ts';

export interface TabToolsProps {
  /** They are wider than a filter box. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A filter box and the like, in the line of the tabs where there is room; in a line below it where there is none. */
export function TabTools({ isWide = false, children }: TabToolsProps): ReactNode {
  return (
    <div
      className={classes(
        'relative flex shrink-0 justify-end px-5 pt-2.5 pb-1',
        isWide ? '@3xl:h-0 @3xl:p-0' : '@2xl:h-0 @2xl:p-0',
      )}
    >
      <div
        className={classes(
          'flex flex-wrap items-center gap-2',
          isWide ? '@3xl:absolute @3xl:right-5 @3xl:-top-9' : '@2xl:absolute @2xl:right-5 @2xl:-top-9',
        )}
      >
        {children}
      </div>
    </div>
  );
}
