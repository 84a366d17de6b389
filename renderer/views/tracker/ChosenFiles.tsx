import { FileText, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { safeText } from '../../text/safeText.ts';
import { REJECTED_TEXTS, type RejectedReason } from './rejectedTexts.ts';
import type { ChosenFile } from './torrentFiles.ts';

export interface ChosenFilesProps {
  readonly files: readonly ChosenFile[];
  /** What the engine said of them. */
  readonly problems: ReadonlyMap<ChosenFile, RejectedReason>;
  readonly onRemove: (file: ChosenFile) => void;
}

const UNSENT = { 'too-big': 'add.tooBig', unreadable: 'add.unreadable' } as const;

/** The .torrent files that are about to go on the list, and what is wrong with some. */
export function ChosenFiles({ files, problems, onRemove }: ChosenFilesProps): ReactNode {
  const { t } = useTranslation('tracker');
  if (files.length === 0) return <p className="text-sm text-muted">{t('add.dropHere')}</p>;
  const problemOf = (file: ChosenFile): string | undefined => {
    if (typeof file.content === 'string') return t(UNSENT[file.content]);
    const reason = problems.get(file);
    return reason === undefined ? undefined : t(REJECTED_TEXTS[reason]);
  };
  return (
    <ul aria-label={t('add.chosen')} className="flex w-full flex-col">
      {files.map((file, index) => {
        const problem = problemOf(file);
        return (
          // oxlint-disable-next-line react/no-array-index-key -- two files may have the same name
          <li key={index} className="flex items-center gap-2">
            <FileText aria-hidden size={14} className="shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                <SafeText text={file.name} />
              </span>
              {problem === undefined ? null : <span className="block text-sm text-error">{problem}</span>}
            </span>
            <IconButton
              label={t('add.removeFile', { name: safeText(file.name, 80) })}
              icon={X}
              onPress={() => onRemove(file)}
            />
          </li>
        );
      })}
    </ul>
  );
}
