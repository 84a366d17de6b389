export type NameProblem =
  | 'empty'
  | 'separator'
  | 'reserved'
  | 'unseen'
  | 'forbidden'
  | 'ending'
  | 'device'
  | 'too-long';

export const MAX_NAME_CHARACTERS = 255;
/** Of UTF-8: what every file system takes as one name. */
const MAX_NAME_BYTES = 255;

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]|\p{Cs}/u;
const FORBIDDEN = /[<>:"|?*]/;
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/**
 * Why something cannot be a share's name: it becomes a file or folder name at everyone who downloads it, on whatever system.
 * The engine refuses the same ones, after the hashing was asked for.
 */
export function nameProblem(name: string): NameProblem | undefined {
  const text = name.trim().normalize('NFC');
  if (text === '') return 'empty';
  if (/[/\\]/.test(text)) return 'separator';
  if (text === '.' || text === '..') return 'reserved';
  if (UNSEEN.test(text)) return 'unseen';
  if (FORBIDDEN.test(text)) return 'forbidden';
  if (text.endsWith('.')) return 'ending';
  if (DEVICE.test(text)) return 'device';
  return new TextEncoder().encode(text).length > MAX_NAME_BYTES ? 'too-long' : undefined;
}
