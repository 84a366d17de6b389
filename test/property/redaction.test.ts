import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLineText } from '../../electron/engine/logTail.ts';
import { redact } from '../../electron/engine/redaction.ts';

/** What is planted in a text is not in what comes out, wherever and beside whatever it stood. */

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length });
const name = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }).filter((text) => {
  return text.trim().length >= 4 && !'[name] [path] [hash] [address] [url] [magnet] [secret]'.includes(text.trim());
});
const ordinary = fc.constantFrom(
  'the share cannot be read:',
  'peer left',
  '(1 piece differs)',
  'connection to',
  'could not open',
  'is in use,',
  '"',
  'at 10:48:41, 12.5 MB/s',
);

const patterned: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'an IPv4 address': fc.ipV4(),
  'an IPv4 address with a port': fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([ip, port]) => `${ip}:${port}`),
  'an IPv6 address': fc.ipV6().filter((text) => text !== '::'),
  'an IPv6 address with a port': fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([ip, port]) => `[${ip}]:${port}`),
  'an info-hash': hex(40),
  'a peer-id': hex(40),
  'a secret': hex(64),
  'a short hash': hex(33),
  'a hash as an announce has it': fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
  'an address of a network card': hex(12).map((digits) => (digits.match(/../g) ?? []).join('-')),
  'a relative path': fc.tuple(hex(6), hex(6)).map(([folder, file]) => `photos${folder}/${file}.bin`),
  'a secret in base64': fc.base64String({ minLength: 44, maxLength: 44 }).filter((text) => /^[\w]{40}/.test(text)),
  'a hash in base 32': fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
    minLength: 32,
    maxLength: 32,
  }),
  'a magnet link': hex(40).map((hash) => `magnet:?xt=urn:btih:${hash}&dn=Some+Name&tr=http%3A%2F%2F10.0.0.5%3A6969`),
  'a web address': fc.webUrl({ withQueryParameters: true }),
  'a path': fc
    .array(
      fc.string({ unit: fc.constantFrom(...'abcdefgh XYZ.-_ö'), minLength: 3 }).filter((part) => part.trim() === part),
      {
        minLength: 2,
        maxLength: 5,
      },
    )
    .map((parts) => `/${parts.join('/')}`),
  'a path of Windows': fc
    .array(fc.stringMatching(/^[a-z][a-z ]{2,8}[a-z]$/), { minLength: 1, maxLength: 4 })
    .map((parts) => `C:\\${parts.join('\\')}`),
};

describe('a redacted text', () => {
  it('has none of the names that are known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 6 }), ordinary, ordinary, async (names, a, b) => {
        const texts = names.map((planted) => `${a} ${planted} ${b}`);
        const clean = await redact([...texts, a], names);
        expect(clean).toHaveLength(texts.length + 1);
        const unplanted = await redact([`${a}  ${b}`, a], []);
        for (const planted of names) {
          // A name that our own words contain tells nothing.
          if (unplanted.some((text) => text.includes(planted)) || `${a} ${b}`.includes(planted)) continue;
          expect(clean.filter((text) => text.includes(planted))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.keys(patterned))('has no trace of %s', async (kind) => {
    const planted = patterned[kind] ?? fc.constant('');
    await fc.assert(
      fc.asyncProperty(planted, ordinary, ordinary, async (secret, a, b) => {
        const [clean = ''] = await redact([`${a} ${secret} ${b}`], []);
        expect(clean).not.toContain(secret);
        // No longer part of it, either: four characters of the middle, unless our own words have them.
        for (const part of secret.match(/[\p{L}\p{N}]{6,}/gu) ?? []) {
          if (!`${a} ${b} [magnet] [address] [secret]`.includes(part)) expect(clean).not.toContain(part);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has short names only where they are part of a word', async () => {
    expect(await redact(['it is ab, not about "ab"'], ['ab'])).toEqual(['it is [name], not about "[name]"']);
    expect(await redact(['a (b) c'], ['b', '', ' '])).toEqual(['a ([name]) c']);
  });

  it('still says what happened', async () => {
    const texts = [
      'port 6969 is in use, so the tracker answers on port 40123 instead',
      'version 0.1.0, Node.js 24.1.0',
    ];
    expect(await redact(texts, ['ada', 'photos'])).toEqual(texts);
  });
});

describe('a line of the log', () => {
  it('never throws, whatever it is, and leaves the details out', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(typeof logLineText(line)).toBe('string');
      }),
    );
    const line = { level: 'warning', time: '2026-01-01', message: 'gone', file: '/home/ada/x', infoHash: 'ab' };
    expect(logLineText(JSON.stringify(line))).toBe('2026-01-01 warning gone');
  });

  it('keeps where in the program it went wrong, without the folder', () => {
    const stack =
      'Error: /home/ada/x\n    at open (file:///home/ada/granary/files.js:10:5)\n    at run (/home/ada/a.js:2:1)';
    const line = { level: 'error', time: 't', message: 'gone', cause: { type: 'Error', code: 'ENOENT', stack } };
    expect(logLineText(JSON.stringify(line))).toBe('t error gone | Error ENOENT < open files.js:10:5 < run a.js:2:1');
  });
});
