import type { ReactNode } from 'react';

export interface SettingRowProps {
  /** What stands on the left has this id with `-what`, for the field to be described by. */
  readonly id: string;
  readonly title: ReactNode;
  readonly what: ReactNode;
  /** What it is when nobody sets it. */
  readonly standard?: ReactNode;
  readonly children: ReactNode;
}

/** One setting: what it is on the left, what it is set to on the right, and room for a small button beside that. */
export function SettingRow({ id, title, what, standard, children }: SettingRowProps): ReactNode {
  return (
    <div className="grid grid-cols-1 items-start gap-x-8 gap-y-1.5 py-2 @xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <div id={`${id}-what`} className="text-sm text-muted">
          {what} {standard === undefined ? null : <span className="whitespace-nowrap">{standard}</span>}
        </div>
      </div>
      <div className="relative flex min-h-8 min-w-0 flex-col justify-center gap-1 pr-8">{children}</div>
    </div>
  );
}
