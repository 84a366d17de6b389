import { expect, it } from 'vitest';
import { createStopStack } from '../../../electron/engine/system/stopStack.ts';

it('stops in the reverse order, once', async () => {
  const stopped: string[] = [];
  const stack = createStopStack();
  stack.add(() => void stopped.push('first'));
  stack.add(async () => {
    await Promise.resolve();
    stopped.push('second');
  });
  await stack.stop();
  await stack.stop();
  expect(stopped).toEqual(['second', 'first']);
});

it('stops the rest when one fails, and then tells the first failure', async () => {
  const stopped: string[] = [];
  const stack = createStopStack();
  stack.add(() => void stopped.push('first'));
  stack.add(() => Promise.reject(new Error('late')));
  stack.add(() => Promise.reject(new Error('early')));
  await expect(stack.stop()).rejects.toThrow('early');
  expect(stopped).toEqual(['first']);
});
