import { Copy } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { useFormat } from '../../text/format.ts';
import { pieceLengthText } from '../create/pieceLengths.ts';

const MAX_COMMENT_CHARACTERS = 4096;

/** What does not change: what the torrent is made of, and where it comes from. */
export function AboutTab({ row }: { readonly row: ShareDetailRow }): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const titleId = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reached by keyboard
    <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3" role="region" aria-labelledby={titleId} tabIndex={0}>
      <h2 id={titleId} className="sr-only">
        {t('tab.about')}
      </h2>
      <dl className="grid max-w-4xl grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1.5">
        <Fact name={t('about.infoHash')} copied={row.infoHash}>
          <span className="font-mono">{row.infoHash}</span>
        </Fact>
        <Fact name={t('about.size')}>
          {t('about.sizeText', { size: format.bytes(row.bytes), bytes: format.count(row.bytes) })}
        </Fact>
        <Fact name={t('about.pieces')}>
          {t('about.piecesText', {
            count: row.pieces,
            shown: format.count(row.pieces),
            length: pieceLengthText(row.pieceLength),
          })}
        </Fact>
        <Fact name={t('about.created')}>{format.dateTime(row.createdAt)}</Fact>
        <Fact name={t('about.visibility')}>{row.private ? t('about.private') : t('about.public')}</Fact>
        {row.comment === undefined ? null : (
          <Fact name={t('about.comment')}>
            <SafeText text={row.comment} max={MAX_COMMENT_CHARACTERS} />
          </Fact>
        )}
        <Fact name={t('about.source')} copied={row.sourcePath}>
          <SafeText text={row.sourcePath} max={1000} />
        </Fact>
        <Fact name={t('about.trackers', { count: row.trackers.flat().length })}>
          {row.trackers.flat().map((url) => (
            <span key={url} className="figures block">
              <SafeText text={url} />
            </span>
          ))}
        </Fact>
      </dl>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  /** What the button beside it copies. */
  readonly copied?: string;
  readonly children: ReactNode;
}

function Fact({ name, copied, children }: FactProps): ReactNode {
  const { t } = useTranslation('share');
  const copy = useCopy();
  return (
    <>
      <dt className="py-1 text-muted">{name}</dt>
      <dd className="flex min-w-0 items-start gap-1 py-1 wrap-anywhere">
        <span className="min-w-0">{children}</span>
        {copied === undefined ? null : (
          <span className="-my-1">
            <IconButton label={t('about.copy', { what: name })} icon={Copy} onPress={() => copy(copied)} />
          </span>
        )}
      </dd>
    </>
  );
}
