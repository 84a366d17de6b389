import type { ReactNode } from 'react';
import { SafeText } from '../../components/SafeText.tsx';

export interface TorrentNameProps {
  /** Untrusted; undefined where only the info-hash is known, which then stands for it. */
  readonly name: string | undefined;
  readonly infoHash: string;
}

export function TorrentName({ name, infoHash }: TorrentNameProps): ReactNode {
  if (name !== undefined) return <SafeText text={name} />;
  return (
    <span title={infoHash} className="font-mono text-sm text-muted">
      {infoHash}
    </span>
  );
}
