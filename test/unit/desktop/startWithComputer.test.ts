import { describe, expect, test } from 'vitest';
import { autostartEntry } from '../../../electron/desktop/startWithComputer.ts';

describe('the entry that starts Granary at login', () => {
  test.each([
    { command: ['/opt/Granary/granary', '--hidden'], exec: '"/opt/Granary/granary" "--hidden"' },
    { command: ['/home/a da/100%/granary'], exec: '"/home/a da/100%%/granary"' },
    { command: ['/x"$`\\y'], exec: '"/x\\\\"\\\\$\\\\`\\\\\\\\y"' },
  ])('quotes $command', ({ command, exec }) => {
    expect(autostartEntry(command).split('\n')).toContain(`Exec=${exec}`);
  });
});
