import type { ReactNode } from 'react';

export interface CardFigureProps {
  readonly figure: string;
  readonly label: ReactNode;
}

/** One of the figures that say how the tracker does. */
export function CardFigure({ figure, label }: CardFigureProps): ReactNode {
  return (
    <span className="flex flex-col px-5 py-2.5">
      <span className="figures text-xl font-semibold whitespace-nowrap">{figure}</span>
      <span className="text-sm text-muted">{label}</span>
    </span>
  );
}
