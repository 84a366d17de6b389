import type { EngineApi } from '../../shared/contract.ts';
import type { Share } from '../../shared/model.ts';
import { GranaryError } from '../engine/errors.ts';

const HEX_PREFIX = /^[0-9a-f]{1,40}$/i;

/**
 * The share that a person means by an info-hash, the beginning of one, or an exact name.
 * Rejects with `share-unknown`, or with `bad-input` when several fit.
 */
export async function findShare(api: EngineApi, wanted: string): Promise<Share> {
  const { shares } = await api.call('shares.list', {});
  const fitting = shares.filter((share) => isMeant(share, wanted));
  const [only, ...others] = fitting;
  if (only === undefined) {
    throw new GranaryError('share-unknown', `no share is called "${wanted}" or begins with it as its info-hash`, {
      hint: 'granary list shows what is shared',
    });
  }
  if (others.length > 0) {
    throw new GranaryError(
      'bad-input',
      `"${wanted}" means ${fitting.length} shares: ${fitting.map(nameOf).join(', ')}`,
      {
        hint: 'give more digits of the info-hash',
      },
    );
  }
  return only;
}

function isMeant({ name, infoHash }: Share, wanted: string): boolean {
  return name === wanted || (HEX_PREFIX.test(wanted) && infoHash.startsWith(wanted.toLowerCase()));
}

function nameOf({ name, infoHash }: Share): string {
  return `${name} (${infoHash.slice(0, 10)})`;
}
