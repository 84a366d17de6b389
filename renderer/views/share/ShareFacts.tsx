import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { useFormat } from '../../text/format.ts';

/** Stands in a sentence for the figure that is drawn in its own way. */
const FIGURE = '\u0000';

/** `21.4 GB, 1 file, 1,312 pieces. Peers gave each other 402 GB; this computer sent 24.1 GB.` */
export function ShareFacts({ row }: { readonly row: ShareDetailRow }): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const { bytes, files, pieces, exchangedBytes, uploadedBytes } = row;
  const size = t('facts.size', {
    size: format.bytes(bytes),
    files: t('facts.files', { count: files, shown: format.count(files) }),
    pieces: t('facts.pieces', { count: pieces, shown: format.count(pieces) }),
  });
  const sent = format.bytes(uploadedBytes);
  if (exchangedBytes === 0) {
    return (
      <p className="text-muted">
        {size} {uploadedBytes === 0 ? t('facts.nothingSent') : t('facts.sent', { sent })}
      </p>
    );
  }
  const [before = '', after = ''] = t('facts.exchanged', { exchanged: FIGURE, sent }).split(FIGURE);
  return (
    <p className="text-muted">
      {size} {before}
      <strong className="figures text-lg leading-none font-semibold whitespace-nowrap text-seeding">
        {format.bytes(exchangedBytes)}
      </strong>
      {after}
    </p>
  );
}
