import { ChevronDown, ChevronRight, File, Folder, FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileRow } from '../../../shared/rows.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';

const MAX_NAME_CHARACTERS = 160;
const INDENT_PX = 18;
/** Deeper ones stand beside each other, so that the name keeps its room; readers are told the true level. */
const MAX_INDENTS = 12;

/** A file or folder in the tree, at its depth; a folder with how much is in it. */
export function FileName({ row }: { readonly row: FileRow }): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const { path, folder, place } = row;
  const indents = Math.min((place?.level ?? 1) - 1, MAX_INDENTS);
  const isOpen = folder?.isOpen === true;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const Icon = folder === undefined ? File : isOpen ? FolderOpen : Folder;
  return (
    <span className="flex h-full min-w-0 items-center gap-1.5" style={{ paddingInlineStart: indents * INDENT_PX }}>
      <span className="w-3.5 shrink-0">{folder === undefined ? null : <Chevron aria-hidden size={14} />}</span>
      <Icon aria-hidden size={14} className="shrink-0 text-muted" />
      <span className="min-w-0 truncate">
        <SafeText text={path.at(-1) ?? ''} max={MAX_NAME_CHARACTERS} />
      </span>{' '}
      {folder === undefined ? null : (
        <span className="figures shrink-0 text-sm text-muted">
          {t('facts.files', { count: folder.files, shown: format.count(folder.files) })}
        </span>
      )}
    </span>
  );
}
