import { pick } from './random.ts';

/** What a stranger may call a torrent, a file, a client or a host, to do harm to whoever looks at it. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<img src=x onerror="window.granaryHarmed=1">',
  '<script>window.granaryHarmed=2</script>',
  '"><svg onload=alert(1)><iframe src="http://harm.invalid/">',
  "javascript:alert('harm')",
  '<style>*{display:none!important}</style><b id="harm">bold</b>',
  'invoice‮gpj.exe',
  '⁦⁧⁨left⁩ ⁩‏right‎ ‪a‫b‬‭c',
  `${'4,000 characters without a space'.replaceAll(' ', '_')}${'W'.repeat(3968)}`,
  'A name with spaces '.repeat(211).slice(0, 4000),
  'bell\u0007 escape\u001b[31mred\u001b[0m null\u0000 backspace\u0008\u0008 line\nbreak\r\ntab\tdelete\u007f next\u0085line',
  `zalgo ${'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a'.repeat(40)}`,
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(60),
  'zero\u200bwidth\u200djoin\ufeffmark\u2060',
  '\u2028line\u2029paragraph separators',
  'lone surrogate \ud800 and \udfff',
  '{{name}} $t(key) %s ${name} {{- unescaped}}',
  '../../../../etc/passwd',
  '=HYPERLINK("http://harm.invalid")',
  '‮',
  ' ',
];

export function hostileText(chance: number): string {
  return pick(HOSTILE_TEXTS, chance);
}
