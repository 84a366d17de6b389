import { z } from 'zod';

/**
 * What a person may set about the engine from a window. Keys are those of settings.json and of the command line's table;
 * a flag or a variable of the environment wins over the file, and then the window shows the value and cannot change it.
 */
export const SETTING_KINDS = ['folder', 'port', 'names', 'switch', 'count', 'bytes', 'choice'] as const;

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type SettingValue = z.infer<typeof value>;

export const settingStateSchema = z.object({
  key: z.string(),
  kind: z.enum(SETTING_KINDS),
  /** What there is to choose from, for a `choice`. */
  choices: z.array(z.string()).optional(),
  /** The least that a `count` may be; 1 when absent. */
  least: z.number().optional(),
  /** Whether a change takes effect at once; others wait for the next start. */
  isLive: z.boolean(),
  value,
  /** Absent for the data directory, whose default depends on the system. */
  standard: value.optional(),
  /** Where the value comes from. Only `file` and `default` can be changed here. */
  source: z.enum(['flag', 'environment', 'file', 'default']),
  /** Name of the flag or variable, for those sources. */
  sourceName: z.string().optional(),
});
export type SettingState = z.infer<typeof settingStateSchema>;

export const settingsSchema = z.object({
  file: z.string(),
  settings: z.array(settingStateSchema),
  /** Whether something was changed that takes effect when the engine starts again. */
  restartNeeded: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** `null` takes a key out of the file, so that its default counts again. */
export const settingChangesSchema = z.record(z.string(), value.nullable());
export type SettingChanges = z.infer<typeof settingChangesSchema>;
