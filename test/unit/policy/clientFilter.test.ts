import { describe, expect, it } from 'vitest';
import { type ClientFilterConfig, createClientFilter } from '../../../electron/engine/policy/clientFilter.ts';

const QBITTORRENT = '-qB4520-';
const TRANSMISSION = '-TR3000-';
const XUNLEI = '-XL0012-';
const ARIA2 = 'A2-1-36-0-';
const BITCOMET = 'exbc\u0000\u0038';

function peerIdOf(beginning: string, chance = 'x'): Uint8Array {
  return Uint8Array.from(Buffer.from(beginning.padEnd(20, chance), 'latin1'));
}

/** Those that are refused; each is asked for twice, since verdicts are remembered. */
function refused(config: Partial<ClientFilterConfig>, clients = [QBITTORRENT, TRANSMISSION, XUNLEI, ARIA2, BITCOMET]) {
  const filter = createClientFilter({ allowedClients: [], blockedClients: [], ...config });
  const isRefused = (client: string): boolean => {
    const answers = ['a', 'b', 'a'].map((chance) => filter.refusalOf(peerIdOf(client, chance))?.message);
    expect(new Set(answers).size).toBe(1);
    return answers[0] !== undefined;
  };
  return clients.filter(isRefused);
}

describe('clients', () => {
  it.each([
    { config: {}, expected: [] },
    { config: { blockedClients: ['-XL'] }, expected: [XUNLEI] },
    { config: { blockedClients: ['xunlei', 'ARIA2 1.36'] }, expected: [XUNLEI, ARIA2] },
    { config: { blockedClients: ['A2-1-36'] }, expected: [ARIA2] },
    { config: { blockedClients: ['BitComet'] }, expected: [BITCOMET] },
    { config: { allowedClients: ['qBittorrent 4', 'Transmission'] }, expected: [XUNLEI, ARIA2, BITCOMET] },
    {
      config: { allowedClients: ['-qB', '-XL'], blockedClients: ['Xunlei'] },
      expected: [TRANSMISSION, XUNLEI, ARIA2, BITCOMET],
    },
    { config: { blockedClients: ['[x', '.*', 'nobody'] }, expected: [] },
  ])('%j', ({ config, expected }) => {
    expect(refused(config)).toEqual(expected);
  });

  it('are told apart however many there are, and are judged anew when the setting changes', () => {
    const filter = createClientFilter({ allowedClients: [], blockedClients: ['-BA'] });
    const codes = Array.from(
      { length: 20_000 },
      (_, i) => `-${i % 3 === 0 ? 'BA' : 'GO'}${String(i % 10_000).padStart(4, '0')}-`,
    );
    const wrong = codes.filter((code, i) => (filter.refusalOf(peerIdOf(code)) !== undefined) !== (i % 3 === 0));
    expect(wrong).toEqual([]);
    filter.configure({ allowedClients: [], blockedClients: ['-GO'] });
    expect(filter.refusalOf(peerIdOf('-BA0000-'))).toBeUndefined();
    expect(filter.refusalOf(peerIdOf('-GO0001-'))?.message).toBe('your client is not served by this tracker');
  });
});
