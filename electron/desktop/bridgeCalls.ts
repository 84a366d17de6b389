import { z } from 'zod';
import type { BridgeCallName } from '../channels.ts';

/** What the page may ask of the main process, by method of the bridge, with bounds on everything. */

const MAX_PATH_CHARACTERS = 32_768;
const MAX_TEXT_CHARACTERS = 10_000_000;

const call = <Name extends BridgeCallName, Parameters extends z.ZodType>(name: Name, parameters: Parameters) =>
  z.object({ name: z.literal(name), parameters });

export const preferencesSchema = z.object({
  onClose: z.enum(['ask', 'tray', 'quit']),
  startWithComputer: z.boolean(),
  keepAwake: z.boolean(),
  notifications: z.boolean(),
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
});

export const bridgeCallSchema = z.discriminatedUnion('name', [
  call('restartEngine', z.tuple([])),
  call('pickPaths', z.tuple([z.enum(['files', 'folder'])])),
  call(
    'saveFile',
    z.tuple([z.object({ suggestedName: z.string().max(1000), base64: z.base64().max(MAX_TEXT_CHARACTERS) })]),
  ),
  call('copyText', z.tuple([z.string().max(MAX_TEXT_CHARACTERS)])),
  call('showInFolder', z.tuple([z.string().min(1).max(MAX_PATH_CHARACTERS)])),
  call('openExternal', z.tuple([z.string().max(MAX_PATH_CHARACTERS)])),
  call('getPreferences', z.tuple([])),
  call('changePreferences', z.tuple([z.strictObject(preferencesSchema.shape).partial()])),
]);
export type BridgeCall = z.infer<typeof bridgeCallSchema>;
