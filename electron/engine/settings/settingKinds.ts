import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ItemKind } from './itemKinds.ts';
import type { Setting, SettingKind } from './options.ts';
import { parseByteSize } from './byteSize.ts';

/** How each kind of setting is read: from text (flag, environment) and from JSON (settings file), by one schema. */
export interface KindReader {
  readonly schema: z.ZodType;
  /** Ends the sentence "… must be". */
  readonly expectation: string;
  /** What the text stands for; the text itself when it stands for nothing, so that the schema refuses it. */
  fromText(text: string): unknown;
}

const MAX_COUNT = 1_000_000;
const MAX_ITEMS = 1000;

const kindReaders: Readonly<Record<Exclude<SettingKind, 'choice' | 'count'>, KindReader>> = {
  folder: {
    schema: z
      .string()
      .min(1)
      .refine((text) => !text.includes('\0')),
    expectation: 'the path of a folder',
    fromText: (text) => text,
  },
  file: {
    schema: z.string().refine((text) => text === '' || (isAbsolute(text) && !text.includes('\0'))),
    expectation: 'the whole path of a file, or nothing',
    fromText: (text) => text,
  },
  port: {
    schema: z.number().int().min(0).max(65535),
    expectation: 'a port from 1 to 65535, or 0 for any free one',
    fromText: numberFrom,
  },
  names: {
    schema: z.array(z.string().min(1)),
    expectation: 'a list of interface names or addresses',
    fromText: (text) => text.split(',').map((name) => name.trim()),
  },
  switch: {
    schema: z.boolean(),
    expectation: 'on or off (in the settings file: true or false)',
    fromText: switchFrom,
  },
  bytes: {
    schema: z.preprocess(
      (value) => (typeof value === 'string' ? parseByteSize(value) : value),
      z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    ),
    expectation: 'a size such as 256MiB, 1GiB or 1048576',
    fromText: (text) => text,
  },
};

/** How a setting is read. */
type ReaderParts = Pick<Setting, 'kind' | 'choices' | 'items' | 'least'>;

export function readerOf({ kind, choices = [], items, least = 1 }: ReaderParts): KindReader {
  if (items !== undefined) return itemReader(items);
  if (kind === 'count') return countFrom(least);
  if (kind !== 'choice') return kindReaders[kind];
  return { schema: z.enum(choices), expectation: `one of ${choices.join(', ')}`, fromText: (text) => text };
}

function itemReader({ expectation, isValid, subjectOf }: ItemKind): KindReader {
  const items = z.array(z.string().min(1).refine(isValid)).max(MAX_ITEMS);
  const isEachOnce = (texts: readonly string[]) => new Set(texts.map(subjectOf ?? String)).size === texts.length;
  return {
    ...kindReaders.names,
    schema: subjectOf === undefined ? items : items.refine(isEachOnce),
    expectation: `a list of ${expectation}`,
  };
}

function countFrom(least: number): KindReader {
  return {
    schema: z.number().int().min(least).max(MAX_COUNT),
    expectation: `a whole number from ${least} to ${MAX_COUNT}`,
    fromText: numberFrom,
  };
}

function numberFrom(text: string): unknown {
  return /^\d+$/.test(text) ? Number(text) : text;
}

const SWITCH_WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  '1': true,
  off: false,
  no: false,
  false: false,
  '0': false,
};

function switchFrom(text: string): unknown {
  return SWITCH_WORDS[text.toLowerCase()] ?? text;
}
