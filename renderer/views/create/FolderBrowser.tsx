import { ArrowUp, File, Folder } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridList, GridListItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { ItemCheckbox } from './ItemCheckbox.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import type { BrowsedFolder } from './useBrowse.ts';
import type { FolderChoice } from './useFolderChoice.ts';

/** Folders of the computer that Granary runs on, for people who are not at it. */
export function FolderBrowser({ choice }: { readonly choice: FolderChoice }): ReactNode {
  const { t } = useTranslation('create');
  const { browsed, open, error, retry, typed, chosen } = choice;
  const path = typed ?? browsed?.folder ?? '';
  return (
    <div className="flex flex-1 flex-col gap-2">
      <p className="text-muted">{t('browse.text')}</p>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          open(path);
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t('browse.path')}
            value={path}
            onChange={choice.setTyped}
            // The first folder, when it comes, is not to be written into what is being typed.
            isReadOnly={browsed === undefined && error === undefined}
          />
        </div>
        <span className="flex min-h-8 items-center">
          <IconButton
            label={t('browse.up')}
            icon={ArrowUp}
            isDisabled={browsed?.parent === undefined}
            onPress={() => open(browsed?.parent ?? '')}
          />
        </span>
        <Button type="submit">{t('browse.open')}</Button>
      </form>
      {error === undefined ? null : <ErrorState error={error} onRetry={retry} />}
      {error === undefined && browsed === undefined ? <Loading /> : null}
      {error === undefined && browsed !== undefined ? (
        <Entries browsed={browsed} chosen={chosen} onChosen={choice.setChosen} onOpen={open} />
      ) : null}
      <p className="text-muted" role="status">
        {chosen.size === 0 ? t('browse.hint') : t('browse.chosen', { count: chosen.size })}
      </p>
    </div>
  );
}

interface EntriesProps {
  readonly browsed: BrowsedFolder;
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (paths: ReadonlySet<string>) => void;
  readonly onOpen: (folder: string) => void;
}

/** As in a file manager: a click selects, a double click or Enter opens a folder; the boxes do for fingers. */
function Entries({ browsed, chosen, onChosen, onOpen }: EntriesProps): ReactNode {
  const { t } = useTranslation('create');
  const format = useFormat();
  const { entries, isCut } = browsed;
  return (
    <>
      <GridList
        aria-label={t('browse.list')}
        selectionMode="multiple"
        selectionBehavior="replace"
        selectedKeys={chosen}
        onSelectionChange={(keys) =>
          onChosen(new Set(keys === 'all' ? entries.map(({ path }) => path) : [...keys].map(String)))
        }
        onAction={(key) => {
          const entry = entries.find(({ path }) => path === key);
          if (entry?.isFolder === true) onOpen(entry.path);
          else onChosen(new Set([String(key)]));
        }}
        renderEmptyState={() => <p className="p-4 text-center text-muted">{t('browse.empty')}</p>}
        className="min-h-56 flex-1 basis-0 overflow-y-auto rounded-md border border-line"
      >
        {entries.map(({ name, path, isFolder, bytes }) => (
          <GridListItem
            key={path}
            id={path}
            textValue={safeText(name)}
            className="flex h-7 cursor-default items-center gap-2 px-2 -outline-offset-2 hover:bg-hover selected:bg-selected"
          >
            <ItemCheckbox />
            {isFolder ? (
              <Folder aria-hidden size={15} className="shrink-0 text-accent-text" />
            ) : (
              <File aria-hidden size={15} className="shrink-0 text-muted" />
            )}
            <span className="min-w-0 truncate">
              <SafeText text={name} />
            </span>
            <span className="figures ml-auto shrink-0 text-muted">
              {bytes === undefined ? '' : format.bytes(bytes)}
            </span>
          </GridListItem>
        ))}
      </GridList>
      {isCut ? <p className="text-sm text-muted">{t('browse.cut')}</p> : null}
    </>
  );
}
