import { expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { bindPort } from '../../../electron/engine/system/bindPort.ts';

const BUSY = 6969;
const taken = () => new GranaryError('port-taken', 'taken');

/** Finds `BUSY` taken, and for port 0 chooses these in turn; undefined is a number that is free for TCP alone. */
function binderOf(...chosen: readonly (number | undefined)[]) {
  const asked: number[] = [];
  return {
    asked,
    bind(port: number) {
      const tries = asked.push(port);
      const bound = port === 0 ? chosen[tries - 2] : port;
      if (bound === undefined || bound === BUSY) return Promise.reject(taken());
      return Promise.resolve({ bound: `sockets on ${bound}`, port: bound });
    },
  };
}

it('binds the port that is wanted', async () => {
  const { bind, asked } = binderOf();
  expect(await bindPort({ port: 7000, required: false }, bind)).toEqual({
    bound: 'sockets on 7000',
    port: 7000,
    insteadOf: undefined,
  });
  expect(asked).toEqual([7000]);
});

it('takes another port when a default one is busy, and says so', async () => {
  const { bind } = binderOf(40_001);
  expect(await bindPort({ port: BUSY, required: false }, bind)).toMatchObject({ port: 40_001, insteadOf: BUSY });
});

it('tries again when the number it was given is busy for the other protocol', async () => {
  const { bind, asked } = binderOf(undefined, undefined, 40_003);
  expect(await bindPort({ port: BUSY, required: false }, bind)).toMatchObject({ port: 40_003 });
  expect(asked).toEqual([BUSY, 0, 0, 0]);
});

it('never replaces a port that was asked for', async () => {
  const { bind, asked } = binderOf(40_001);
  await expect(bindPort({ port: BUSY, required: true }, bind)).rejects.toMatchObject({ code: 'port-taken' });
  expect(asked).toEqual([BUSY]);
});

it('gives up in the end', async () => {
  const { bind, asked } = binderOf();
  await expect(bindPort({ port: BUSY, required: false }, bind)).rejects.toMatchObject({ code: 'port-taken' });
  expect(asked.length).toBeLessThan(20);
});

it('passes every other failure on', async () => {
  const failure = new GranaryError('address-unavailable', 'no such address');
  await expect(bindPort({ port: 0, required: false }, () => Promise.reject(failure))).rejects.toBe(failure);
});
