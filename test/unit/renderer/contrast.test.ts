import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../renderer/styles.css', import.meta.url), 'utf8');
const [normal, contrastMore] = split(css, '@media (prefers-contrast: more)', '@media (forced-colors: active)');

type Tokens = ReadonlyMap<string, string>;
const light = tokensIn(normal, ':root {');
const dark = new Map([...light, ...tokensIn(normal, ':root[data-theme="dark"] {')]);
const themes: Readonly<Record<string, Tokens>> = {
  light,
  dark,
  'light, more contrast': new Map([...light, ...tokensIn(contrastMore, ':root {')]),
  'dark, more contrast': new Map([...dark, ...tokensIn(contrastMore, ':root[data-theme="dark"] {')]),
};

const backgrounds = ['canvas', 'surface', 'rail', 'hover', 'selected'] as const;
const texts = ['ink', 'muted', 'accent-text', 'seeding', 'downloading', 'checking', 'error', 'paused'] as const;
/** The ring of the focus, and what is filled with the accent. */
const graphics = ['focus', 'accent'] as const;
/** What fields stand on and are filled with: their border is no darker than it must be. */
const fieldGrounds = ['canvas', 'surface'] as const;
const fills = [
  { text: 'on-accent', background: 'accent' },
  { text: 'on-accent', background: 'accent-hover' },
  { text: 'on-error', background: 'error' },
  { text: 'canvas', background: 'ink' },
] as const;

test.each(Object.keys(themes))('text can be read: %s', (theme) => {
  const tokens = themes[theme] ?? new Map();
  const low: string[] = [];
  for (const background of backgrounds) {
    for (const text of texts) check(low, tokens, { text, background, least: 4.5 });
    for (const graphic of graphics) check(low, tokens, { text: graphic, background, least: 3 });
  }
  for (const background of fieldGrounds) check(low, tokens, { text: 'field', background, least: 3 });
  for (const fill of fills) check(low, tokens, { ...fill, least: 4.5 });
  expect(low).toEqual([]);
});

test('the formula is the one of WCAG', () => {
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
});

interface Pair {
  readonly text: string;
  readonly background: string;
  readonly least: number;
}

function check(low: string[], tokens: Tokens, { text, background, least }: Pair): void {
  const found = ratio(tokens.get(text) ?? '', tokens.get(background) ?? '');
  if (!(found >= least)) low.push(`${text} on ${background}: ${found.toFixed(2)} < ${least}`);
}

function ratio(left: string, right: string): number {
  const [bright = 0, dim = 0] = [luminance(left), luminance(right)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`not a colour: ${hex}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The text before `first`, and the text between `first` and `second`. */
function split(text: string, first: string, second: string): readonly [string, string] {
  const [before = '', rest = ''] = text.split(first);
  return [before, rest.split(second)[0] ?? ''];
}

function tokensIn(text: string, selector: string): Tokens {
  const block = text.split(selector)[1]?.split('}')[0];
  if (block === undefined) throw new Error(`no such block: ${selector}`);
  return new Map(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
