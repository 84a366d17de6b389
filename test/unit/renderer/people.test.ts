import { describe, expect, test } from 'vitest';
import { dayText, expiresAt, expiryOf } from '../../../renderer/views/people/expiry.ts';
import { newPassword } from '../../../renderer/views/people/newPassword.ts';
import { personChoice } from '../../../renderer/views/people/personChoice.ts';
import { usesOf } from '../../../renderer/views/people/usesOf.ts';
import { viewsOf } from '../../../renderer/frame/viewTitles.ts';
import { MAX_INVITATION_USES } from '../../../shared/people.ts';

describe('expiry', () => {
  const now = new Date(2026, 10, 20, 15, 5).getTime();
  const day = '';

  test('a span counts from now', () => {
    expect(expiresAt({ choice: 'hour', day }, now)).toBe(now + 3_600_000);
    expect(expiresAt({ choice: 'month', day }, now)).toBe(now + 30 * 86_400_000);
  });

  test('never is no time', () => {
    expect(expiresAt({ choice: 'never', day: '2026-11-21' }, now)).toBeUndefined();
  });

  test('a day ends with its last second, where the person is', () => {
    expect(expiresAt({ choice: 'until', day: '2026-11-20' }, now)).toBe(new Date(2026, 10, 20, 23, 59, 59).getTime());
  });

  test.each(['', '2026-11-19', '0001-01-01', '2026-13', 'tomorrow'])('the day %j is none to come', (given) => {
    expect(expiresAt({ choice: 'until', day: given }, now)).toBe('incomplete');
  });

  test('what was set before is shown as its day', () => {
    expect(expiryOf(undefined)).toEqual({ choice: 'never', day: '' });
    expect(expiryOf(new Date(2027, 0, 5, 9).getTime())).toEqual({ choice: 'until', day: '2027-01-05' });
    expect(dayText(new Date(999, 0, 5).getTime())).toBe('0999-01-05');
  });
});

test('passwords that are made up are long, can be read out and differ', () => {
  const made = Array.from({ length: 200 }, newPassword);
  for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(made).size).toBe(made.length);
});

test.each([
  { text: '1', uses: 1 },
  { text: ' 25 ', uses: 25 },
  { text: String(MAX_INVITATION_USES), uses: MAX_INVITATION_USES },
  { text: String(MAX_INVITATION_USES + 1), uses: undefined },
  { text: '0', uses: undefined },
  { text: '-1', uses: undefined },
  { text: '1.5', uses: undefined },
  { text: '1e3', uses: undefined },
  { text: '', uses: undefined },
])('"$text" lets $uses register', ({ text, uses }) => {
  expect(usesOf(text)).toBe(uses);
});

test('each is offered what is for their state, and strangers everything', () => {
  const states = new Map([
    ['1', 'active'],
    ['2', 'waiting'],
    ['3', 'disabled'],
    ['4', 'expired'],
  ] as const);
  expect(personChoice(['1', '2', '3', '4'], states)).toEqual({ toApprove: ['2'], toDisable: ['1'], toEnable: ['3'] });
  expect(personChoice(['5'], states)).toEqual({ toApprove: ['5'], toDisable: ['5'], toEnable: ['5'] });
});

test.each([
  { name: 'nothing is known', status: undefined, isThere: false },
  { name: 'the tracker is private', status: { policy: 'private', people: 0 }, isThere: true },
  { name: 'it is not, but there are people', status: { policy: 'shares', people: 2 }, isThere: true },
  { name: 'it is not, and there is nobody', status: { policy: 'open', people: 0 }, isThere: false },
] as const)('when $name, People is in the rail: $isThere', ({ status, isThere }) => {
  expect(viewsOf(status).includes('people')).toBe(isThere);
});
