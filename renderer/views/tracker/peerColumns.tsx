import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwarmPeerRow } from '../../../shared/rows.ts';
import type { Column } from '../../components/DataTable.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useNarrow } from '../shares/useNarrow.ts';
import { useFixedUnits } from './useFixedUnits.ts';

/** The columns of the table of a swarm's peers. */
export function usePeerColumns(): readonly Column<SwarmPeerRow>[] {
  const { t } = useTranslation('tracker');
  const units = useFixedUnits();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const figure = { align: 'end', sortable: true, width: 108 } as const;
    return [
      {
        id: 'address',
        title: t('peer.address'),
        width: 210,
        minWidth: 168,
        grow: 1,
        sortable: true,
        cell: ({ address, port }) => (
          <span className="figures" title={endpoint(address, port)}>
            {endpoint(address, port)}
          </span>
        ),
      },
      {
        id: 'client',
        title: t('peer.client'),
        width: 180,
        minWidth: 120,
        grow: 1,
        sortable: true,
        hideable: true,
        cell: ({ client }) => <SafeText text={client} max={80} />,
      },
      {
        ...figure,
        id: 'left',
        title: t('peer.left'),
        width: 156,
        cell: (peer) => <Left peer={peer} />,
      },
      {
        ...figure,
        id: 'downloaded',
        title: t('peer.taken'),
        hideable: true,
        cell: ({ downloadedBytes }) => units.megabytes(downloadedBytes),
      },
      {
        ...figure,
        id: 'uploaded',
        title: t('peer.given'),
        hideable: true,
        hidden: isNarrow,
        cell: ({ uploadedBytes }) => units.megabytes(uploadedBytes),
      },
      {
        id: 'lastAnnounce',
        title: t('peer.seen'),
        width: 100,
        sortable: true,
        hideable: true,
        cell: ({ lastAnnounceAt }) => <Ago at={lastAnnounceAt} />,
      },
    ];
  }, [t, units, isNarrow]);
}

/** What a peer still lacks, and whether it still wants it. */
function Left({ peer: { leftBytes, isPaused } }: { readonly peer: SwarmPeerRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const units = useFixedUnits();
  if (leftBytes === 0) return <StateMark kind="done" label={t('peer.hasAll')} />;
  const figure = units.megabytes(leftBytes);
  if (!isPaused) return figure;
  return (
    <span title={t('peer.pausedWhat')} className="inline-flex">
      <StateMark kind="paused" label={t('peer.paused', { figure })} />
    </span>
  );
}

function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
