import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createConsolePassword } from '../../../electron/engine/portal/consolePassword.ts';
import { createConsoleTokens, TOKEN_LIFE_MS } from '../../../electron/engine/portal/consoleTokens.ts';
import { createMemoryStore } from '../../support/memoryStore.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

describe('the password', () => {
  it('is kept as salt and hash, and known again', async () => {
    const store = createMemoryStore();
    const password = createConsolePassword(store);
    expect(password.isSet).toBe(false);
    await password.set('barley and rye');
    expect(password.isSet).toBe(true);
    expect(store.text()).not.toContain('barley');
    expect(await createConsolePassword(store).matches('barley and rye')).toBe(true);
    for (const wrong of ['', 'barley and ry', 'barley and rye ', 'Barley and rye']) {
      expect(await password.matches(wrong)).toBe(false);
    }
    const first = store.text();
    await password.set('barley and rye');
    expect(store.text()).not.toBe(first);
  });

  it('is the same however the keyboard composes its letters', async () => {
    const password = createConsolePassword(createMemoryStore());
    await password.set('Stra\u00dfe \u00fcber');
    expect(await password.matches('Stra\u00dfe u\u0308ber')).toBe(true);
  });

  it('is none once it was removed, and none was ever right before', async () => {
    const password = createConsolePassword(createMemoryStore());
    expect(await password.matches('')).toBe(false);
    await password.set('barley and rye');
    password.remove();
    expect(password.isSet).toBe(false);
    expect(await password.matches('barley and rye')).toBe(false);
  });

  it.each([
    { name: 'too short', text: 'seven77' },
    { name: 'short, in wide letters', text: '🌾🌾🌾🌾🌾🌾🌾' },
    { name: 'too long', text: 'x'.repeat(257) },
  ])('is refused when $name', async ({ text }) => {
    const password = createConsolePassword(createMemoryStore());
    await expect(password.set(text)).rejects.toMatchObject({ code: 'bad-input', hint: expect.any(String) });
    expect(password.isSet).toBe(false);
  });

  it('is none when what is stored makes no sense', async () => {
    const store = createMemoryStore();
    store.set('console.password', { salt: '', hash: 'x', N: -1, r: 8, p: 1 });
    expect(createConsolePassword(store).isSet).toBe(false);
    expect(await createConsolePassword(store).matches('x')).toBe(false);
  });
});

describe('a link’s token', () => {
  const setUp = () => {
    const clock = createVirtualClock();
    return { clock, tokens: createConsoleTokens({ clock, randomBytes }) };
  };

  it('signs in once', () => {
    const { tokens } = setUp();
    const token = tokens.mint('computer');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(tokens.redeem(token, 'computer')).toBe(true);
    expect(tokens.redeem(token, 'computer')).toBe(false);
  });

  it('is good for an hour', () => {
    const { clock, tokens } = setUp();
    const early = tokens.mint('computer');
    const late = tokens.mint('computer');
    clock.advance(TOKEN_LIFE_MS - 1);
    expect(tokens.redeem(early, 'computer')).toBe(true);
    clock.advance(1);
    expect(tokens.redeem(late, 'computer')).toBe(false);
  });

  it('of this computer is no good on the network, and still good here after', () => {
    const { tokens } = setUp();
    const here = tokens.mint('computer');
    expect(tokens.redeem(here, 'network')).toBe(false);
    expect(tokens.redeem(here, 'computer')).toBe(true);
    expect(tokens.redeem(tokens.mint('network'), 'network')).toBe(true);
    expect(tokens.redeem(tokens.mint('network'), 'computer')).toBe(true);
  });

  it('is no good when it is made up, cleared away, or the oldest of too many', () => {
    const { tokens } = setUp();
    expect(tokens.redeem('corn', 'computer')).toBe(false);
    const cleared = tokens.mint('computer');
    tokens.clear();
    expect(tokens.redeem(cleared, 'computer')).toBe(false);
    const many = Array.from({ length: 33 }, () => tokens.mint('computer'));
    expect(many.map((token) => tokens.redeem(token, 'computer'))).toEqual([false, ...Array<boolean>(32).fill(true)]);
  });
});
