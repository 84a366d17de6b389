import type { SettingState, SettingValue } from '../../../shared/settings.ts';
import { GIB, KIB, MIB } from '../../../shared/units.ts';

/** What a person types for a setting, and what it stands for. The engine has the last word; this is the first. */

type Kind = SettingState['kind'];

export type ParsedDraft =
  | { readonly ok: true; readonly value: SettingValue }
  /** Key of what it must be, in the namespace `settings`. */
  | { readonly ok: false; readonly problem: string };

const MAX_PORT = 65_535;
const MAX_COUNT = 1_000_000;
const FACTORS: Readonly<Record<string, number>> = { '': 1, b: 1, kib: KIB, k: KIB, mib: MIB, m: MIB, gib: GIB, g: GIB };

export function draftOf(kind: Kind, value: SettingValue): string {
  if (Array.isArray(value)) return value.join(', ');
  if (kind === 'bytes' && typeof value === 'number') return byteSizeText(value);
  return String(value);
}

/** `least` is that of a `count`. */
export function parseDraft(kind: Kind, draft: string, least = 1): ParsedDraft {
  const text = draft.trim();
  switch (kind) {
    case 'port':
      return wholeNumber(text, { least: 0, most: MAX_PORT, problem: 'problem.port' });
    case 'count':
      return wholeNumber(text, {
        least,
        most: MAX_COUNT,
        problem: least === 0 ? 'problem.countOrNone' : 'problem.count',
      });
    case 'bytes': {
      const bytes = parseByteSize(text);
      return bytes === undefined ? { ok: false, problem: 'problem.bytes' } : { ok: true, value: bytes };
    }
    case 'names':
      return { ok: true, value: namesIn(text) };
    case 'choice':
    case 'file':
      return { ok: true, value: text };
    case 'folder':
      return text === '' ? { ok: false, problem: 'problem.folder' } : { ok: true, value: text };
    case 'switch':
      return { ok: true, value: text === 'true' };
  }
}

export function isSameValue(a: SettingValue, b: SettingValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `128 MiB`: the largest unit that leaves no fraction. */
export function byteSizeText(bytes: number): string {
  const units = [
    [GIB, 'GiB'],
    [MIB, 'MiB'],
    [KIB, 'KiB'],
  ] as const;
  const unit = bytes === 0 ? undefined : units.find(([size]) => bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[0]} ${unit[1]}`;
}

/** `kB` and `MB` are refused: some mean 1000 by them and some 1024. */
function parseByteSize(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = FACTORS[unit?.toLowerCase() ?? '?'];
  if (digits === undefined || factor === undefined) return undefined;
  const bytes = Number(digits.replace(',', '.')) * factor;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function wholeNumber(
  text: string,
  { least, most, problem }: { readonly least: number; readonly most: number; readonly problem: string },
): ParsedDraft {
  const value = Number(text);
  const isFit = /^\d{1,9}$/.test(text) && value >= least && value <= most;
  return isFit ? { ok: true, value } : { ok: false, problem };
}

/** With scopes behind them, names of interfaces may have spaces, as on Windows: each goes on to its scope. */
function namesIn(text: string): string[] {
  const separator = text.includes('=') ? /,|(?<==\w+)\s+/ : /[,\s]+/;
  return text
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
