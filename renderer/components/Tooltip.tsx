import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

export interface TooltipProps {
  /** What it says; nothing is shown for an empty text. */
  readonly text: ReactNode;
  /** Something that can be focused: a Button, an IconButton, or react-aria's Focusable around another element. */
  readonly children: ReactNode;
}

/** A sentence about the thing under the pointer or in focus. */
export function Tooltip({ text, children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip
        offset={6}
        className="z-50 max-w-80 rounded-md bg-ink px-2 py-1 text-sm text-canvas shadow-raised forced-colors:border forced-colors:bg-canvas forced-colors:text-ink"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
