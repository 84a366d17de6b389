import { describe, expect, test } from 'vitest';
import {
  type DbusValue,
  messageBytes,
  parseMessage,
  parseValues,
  writeMessage,
  writeValues,
} from '../../support/dbus/wire.ts';

/** Worked out by hand from the specification's rules; that a real bus takes what is written is seen in every test with a session. */
const VALUES: readonly { name: string; signature: string; value: DbusValue; hex: string }[] = [
  { name: 'a number', signature: 'u', value: 258, hex: '02010000' },
  { name: 'a negative number', signature: 'i', value: -2, hex: 'feffffff' },
  { name: 'a long number', signature: 't', value: 2n ** 40n, hex: '0000000000010000' },
  { name: 'a fraction', signature: 'd', value: 0.5, hex: '000000000000e03f' },
  { name: 'yes', signature: 'b', value: true, hex: '01000000' },
  { name: 'a text', signature: 's', value: 'é!', hex: '03000000c3a92100' },
  { name: 'texts', signature: 'as', value: ['a', 'b'], hex: '0e0000000100000061000000010000006200' },
  {
    name: 'an array of nothing, with the padding of its elements',
    signature: 'a(yy)',
    value: [],
    hex: '0000000000000000',
  },
  {
    name: 'a dictionary',
    signature: 'a{sv}',
    value: [['k', { signature: 'y', value: 7 }]],
    hex: '0a00000000000000010000006b0001790007',
  },
];

describe('values on the bus', () => {
  test.each(VALUES)('$name', ({ signature, value, hex }) => {
    expect(Buffer.from(writeValues(signature, [value])).toString('hex')).toBe(hex);
    expect(parseValues(signature, Buffer.from(hex, 'hex'))).toEqual([value]);
  });
});

test('a message says its length from its first bytes on, and is read as it was written', () => {
  const message = {
    ...{ kind: 1, flags: 0, serial: 9, path: '/a', interface: 'b.c', member: 'D', destination: 'e.f' },
    ...{ signature: 'sa(iv)', body: ['text', [[1, { signature: 'as', value: ['x'] }]]] },
  };
  const bytes = writeMessage(message);
  expect(messageBytes(bytes.subarray(0, 15))).toBeUndefined();
  expect(messageBytes(bytes.subarray(0, 16))).toBe(bytes.length);
  expect(parseMessage(bytes)).toEqual(message);
});
