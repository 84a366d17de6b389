import type { StatusRow } from '../../shared/rows.ts';
import { Activity, HardDriveUpload, type LucideIcon, Radar, Settings, UsersRound } from 'lucide-react';

const VIEW_NAMES = ['shares', 'tracker', 'people', 'activity', 'settings'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Keys of the views' names in the namespace `frame`. */
export const VIEW_TITLES = {
  shares: 'view.shares',
  tracker: 'view.tracker',
  people: 'view.people',
  activity: 'view.activity',
  settings: 'view.settings',
} as const satisfies Record<ViewName, string>;

export const VIEW_ICONS: Readonly<Record<ViewName, LucideIcon>> = {
  shares: HardDriveUpload,
  tracker: Radar,
  people: UsersRound,
  activity: Activity,
  settings: Settings,
};

/** The views that are there: people only where there are any, or will be. */
export function viewsOf(status: Pick<StatusRow, 'policy' | 'people'> | undefined): readonly ViewName[] {
  const hasPeople = status?.policy === 'private' || (status?.people ?? 0) > 0;
  return hasPeople ? VIEW_NAMES : VIEW_NAMES.filter((view) => view !== 'people');
}
