import { type ReactNode, useState } from 'react';
import { parseInfoHash } from '../../../shared/infoHash.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import type { ShareTab } from '../../routes.ts';
import { useRow } from '../useView.ts';
import { PaneHeader } from './PaneHeader.tsx';
import { ShareTabs } from './ShareTabs.tsx';
import { ShareTrouble } from './ShareTrouble.tsx';

export interface ShareDetailsProps {
  readonly infoHash: string;
  readonly onClose: () => void;
}

/** One share below the list of all. It is gone from here as soon as it is gone from there. */
export function ShareDetails({ infoHash, onClose }: ShareDetailsProps): ReactNode {
  const parsed = parseInfoHash(infoHash);
  const { row, isLoading, error } = useRow(parsed === undefined ? undefined : { kind: 'share', infoHash: parsed });
  const [tab, setTab] = useState<ShareTab>('peers');
  if (error !== undefined) return <ErrorState error={error} />;
  if (row === undefined) return isLoading ? <Loading /> : null;
  return (
    // The table's header takes the colour of what it stands on.
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto [--canvas:var(--surface)]">
      <PaneHeader row={row} tab={tab} onClose={onClose} />
      <ShareTrouble row={row} onGone={onClose} />
      <ShareTabs row={row} tab={tab} onTab={setTab} hasFilter={false} />
    </div>
  );
}
