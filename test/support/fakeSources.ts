import { GranaryError } from '../../electron/engine/errors.ts';
import { oneRow, rowsAsItems } from '../../electron/engine/views/fixedRows.ts';
import type { OpenRowSource, RowSource } from '../../electron/engine/views/rowSource.ts';
import { figuresOf, ratioOf, shareRowOf } from '../../electron/engine/views/shareRow.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import type { Share } from '../../shared/model.ts';
import type { ShareRow } from '../../shared/rows.ts';

const NOBODY = { haveIt: 0, wantIt: 0, secondsLeft: undefined, wantProgress: undefined };
const NO_COPIES = new Uint8Array(0);

/** The views of shares, over the shares of a fake engine. */
export function fakeSources(shares: ReadonlyMap<string, Share>): OpenRowSource {
  return (spec) => {
    if (spec.kind === 'shares') return sharesSource(shares);
    if (spec.kind === 'share') return shareSource(shares, spec.infoHash);
    if (spec.kind === 'activity') return rowsAsItems(() => []);
    throw new GranaryError('internal', `the fake engine has no view of ${spec.kind}`);
  };
}

function sharesSource(shares: ReadonlyMap<string, Share>): RowSource<Share, ShareRow> {
  return {
    items: () => [...shares.values()],
    keyOf: ({ infoHash }) => infoHash,
    textOf: ({ name }) => name,
    valueOf: ({ name, bytes }, column) => (column === 'name' ? name : bytes),
    rowOf: (share) => shareRowOf({ share, figures: NOBODY, copies: NO_COPIES }),
  };
}

function shareSource(shares: ReadonlyMap<string, Share>, infoHash: InfoHash): RowSource<unknown> {
  if (!shares.has(infoHash))
    throw new GranaryError('share-unknown', `nothing with the info-hash ${infoHash} is shared here`);
  return oneRow(() => {
    const share = shares.get(infoHash);
    if (share === undefined) return undefined;
    const more = { exchangedBytes: 0, pageUrls: [share.torrentUrl], sourcePath: '/source' };
    return { ...share, key: infoHash, ...figuresOf(NOBODY), ratio: ratioOf(share), ...more };
  });
}
