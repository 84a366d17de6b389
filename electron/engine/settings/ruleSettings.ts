import { GIB } from '../../../shared/units.ts';

/** What is asked of the people of a private tracker: a part of the table in options.ts. */

export interface RuleSettingValues {
  readonly minRatioPercent: number;
  readonly ratioGraceBytes: number;
  readonly maxActiveDownloads: number;
  readonly seedingHours: number;
  readonly freeLeech: boolean;
}

export const ruleSettings = {
  minRatioPercent: {
    kind: 'count',
    flag: '--min-ratio <percent>',
    environment: 'GRANARY_MIN_RATIO',
    standard: 0,
    standardText: 'none',
    least: 0,
    isLive: true,
    summary: 'private: uploaded by downloaded that a person needs to download more; 0 for none',
  },
  ratioGraceBytes: {
    kind: 'bytes',
    flag: '--ratio-grace <size>',
    environment: 'GRANARY_RATIO_GRACE',
    standard: 10 * GIB,
    standardText: '10GiB',
    isLive: true,
    summary: 'private: what a person may download before the ratio counts',
  },
  maxActiveDownloads: {
    kind: 'count',
    flag: '--max-active-downloads <number>',
    environment: 'GRANARY_MAX_ACTIVE_DOWNLOADS',
    standard: 0,
    standardText: 'any number',
    least: 0,
    isLive: true,
    summary: 'private: torrents a person downloads at a time; 0 for any number',
  },
  seedingHours: {
    kind: 'count',
    flag: '--seeding-hours <number>',
    environment: 'GRANARY_SEEDING_HOURS',
    standard: 0,
    standardText: 'none',
    least: 0,
    isLive: true,
    summary: 'private: hours to seed what was downloaded, unless as much was uploaded; 0 for none',
  },
  freeLeech: {
    kind: 'switch',
    flag: '--free-leech',
    environment: 'GRANARY_FREE_LEECH',
    standard: false,
    standardText: 'off',
    isLive: true,
    summary: 'private: downloads count against nobody’s ratio',
  },
} as const;
