import { Activity, HardDriveUpload, type LucideIcon, Radar, Settings } from 'lucide-react';

export const VIEW_NAMES = ['shares', 'tracker', 'activity', 'settings'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Keys of the views' names in the namespace `frame`. */
export const VIEW_TITLES = {
  shares: 'view.shares',
  tracker: 'view.tracker',
  activity: 'view.activity',
  settings: 'view.settings',
} as const satisfies Record<ViewName, string>;

export const VIEW_ICONS: Readonly<Record<ViewName, LucideIcon>> = {
  shares: HardDriveUpload,
  tracker: Radar,
  activity: Activity,
  settings: Settings,
};
