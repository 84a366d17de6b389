import { describe, expect, it } from 'vitest';
import { createRangeBuilder } from '../../../electron/engine/policy/addressRanges.ts';
import { parseFilterLine } from '../../../electron/engine/policy/ipFilterLine.ts';
import { ip } from '../../support/trackerFixture.ts';

/** First and last address of the range, as text; `nothing`, or what is wrong. */
function read(text: string): string {
  const line = parseFilterLine(text);
  if (line.kind !== 'range') return line.kind === 'nothing' ? 'nothing' : line.message;
  const { family, first, last } = line.range;
  const show = (bytes: Uint8Array): string =>
    family === 'IPv4' ? bytes.join('.') : (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':');
  return `${show(first)} ${show(last)}`;
}

describe('a line', () => {
  it.each([
    ['001.009.096.105 - 001.009.096.105 , 000 , Some organization', '1.9.96.105 1.9.96.105'],
    ['1.0.0.0-1.255.255.255,127,', '1.0.0.0 1.255.255.255'],
    ['2001:db8:: - 2001:db8::ff , 100 , six', range6('2001:0db8::', '2001:0db8::00ff')],
    ['1.2.4.0 - 1.2.4.255 , 128 , is allowed', 'nothing'],
    ['Some: odd, name #1 10/8:1.2.3.0-1.2.3.255', '1.2.3.0 1.2.3.255'],
    ['Cafe:1.2.3.4-1.2.3.5', '1.2.3.4 1.2.3.5'],
    [':1.2.3.4-1.2.3.4', '1.2.3.4 1.2.3.4'],
    ['Six:2001:db8::1-2001:db8::2', range6('2001:0db8::0001', '2001:0db8::0002')],
    ['10.0.0.0/8', '10.0.0.0 10.255.255.255'],
    ['10.1.2.3 / 31', '10.1.2.2 10.1.2.3'],
    ['0.0.0.0/0', '0.0.0.0 255.255.255.255'],
    ['1.2.3.4/32  # a comment', '1.2.3.4 1.2.3.4'],
    ['2001:db8::/33', range6('2001:0db8::', '2001:0db8:7fff:ffff:ffff:ffff:ffff:ffff')],
    ['::1/128', range6('::', '::').replaceAll('0000 ', '0001 ').replace(/0000$/, '0001')],
    ['1.2.3.4', '1.2.3.4 1.2.3.4'],
    ['1.2.3.4 - 1.2.3.9', '1.2.3.4 1.2.3.9'],
    ['\t 1.2.3.4\r', '1.2.3.4 1.2.3.4'],
    ['', 'nothing'],
    ['# 1.2.3.4', 'nothing'],
    ['// 1.2.3.4', 'nothing'],
    ['; 1.2.3.4', 'nothing'],
  ])('%j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['300.1.1.1', '300.1.1.1 is no IP address'],
    ['1.2.3', '1.2.3 is no IP address'],
    ['1.2.3.4/33', '/33 is more than 32 bits'],
    ['::1/129', '/129 is more than 128 bits'],
    ['1.2.3.9-1.2.3.4', 'it ends before it begins'],
    ['1.2.3.4-::5', 'it goes from one address family to the other'],
    ['1.2.3.4 - 1.2.3.x , 0 , y', 'it is neither a range of addresses nor a comment'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4 is no IP address'],
    ['what is this', 'it is neither a range of addresses nor a comment'],
    ['x'.repeat(5000), 'it is longer than 4096 characters'],
  ])('%j is bad', (text, message) => {
    expect(read(text)).toBe(message);
  });
});

function range6(first: string, last: string): string {
  return [first, last].map(whole).join(' ');
}

function whole(short: string): string {
  const [head = '', tail = ''] = short.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0000');
  return short.includes('::') ? [...groups(head), ...zeros, ...groups(tail)].join(':') : short;
}

describe('ranges', () => {
  it('are put together where they overlap or touch, in whatever order they come', () => {
    const lines = ['1.0.0.8-1.0.0.9', '1.0.0.0-1.0.0.3', '1.0.0.4', '1.0.0.2-1.0.0.3', '255.255.255.255', '0.0.0.0'];
    const ranges = build([...lines, 'ff::ffff:ffff', 'ff::1:0:0-ff::1:0:5', 'ff::1-ff::2', 'ff::3']);
    expect(ranges.count).toBe(6);
    expect(
      ['0.0.0.0', '1.0.0.0', '1.0.0.4', '1.0.0.8', '255.255.255.255', 'ff::3', 'ff::1:0:5'].filter(holdsNot),
    ).toEqual([]);
    expect(
      ['0.0.0.1', '1.0.0.5', '1.0.0.10', '255.255.255.254', 'ff::4', 'ff::', '::1'].filter((a) => !holdsNot(a)),
    ).toEqual([]);

    function holdsNot(text: string): boolean {
      return !ranges.holds(ip(text));
    }
  });

  it('of nothing hold nothing', () => {
    expect(build([]).holds(ip('1.2.3.4'))).toBe(false);
    expect(build([]).holds(ip('::1'))).toBe(false);
  });
});

function build(lines: readonly string[]) {
  const builder = createRangeBuilder();
  for (const line of lines) {
    const parsed = parseFilterLine(line);
    if (parsed.kind !== 'range') throw new Error(`no range: ${line}`);
    builder.add(parsed.range);
  }
  return builder.build();
}
