import { FileDown, Link2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useView } from '../useView.ts';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PersonDialog } from './PersonDialog.tsx';
import { usePersonCommands } from './usePersonCommands.ts';

const MOST_SHOWN = 200;

/** A share's .torrent file or link as one person is to use it: chosen, then saved or copied. */
export function PersonalTorrentDialog({ person }: { readonly person: string }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <PersonDialog person={person} title={t('torrent.title')}>
      {(row) => <Choose row={row} />}
    </PersonDialog>
  );
}

function Choose({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { saveTorrent, copyMagnet } = usePersonCommands();
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<string>();
  const { rows } = useView({
    kind: 'shares',
    sort: { column: 'name', direction: 'ascending' },
    filter,
    window: { first: 0, count: MOST_SHOWN },
  });
  const infoHash = rows.some(({ key }) => key === chosen) ? chosen : undefined;
  return (
    <Dialog
      title={t('torrent.titleOf', { name: safeText(row.name) })}
      isOpen
      onClose={closePeopleDialog}
      footer={
        <>
          <Button
            icon={Link2}
            isDisabled={infoHash === undefined}
            onPress={() => {
              if (infoHash !== undefined) copyMagnet(row.key, infoHash);
            }}
          >
            {t('torrent.copyMagnet')}
          </Button>
          <Button
            variant="primary"
            icon={FileDown}
            isDisabled={infoHash === undefined}
            onPress={() => {
              if (infoHash !== undefined) saveTorrent(row.key, infoHash);
            }}
          >
            {t('torrent.save')}
          </Button>
        </>
      }
    >
      <p className="pb-3 text-muted">{t('torrent.what')}</p>
      <SearchField label={t('torrent.filter')} value={filter} onChange={setFilter} autoFocus />
      <ListBox
        aria-label={t('torrent.shares')}
        items={rows}
        selectionMode="single"
        escapeKeyBehavior="none"
        selectedKeys={infoHash === undefined ? [] : [infoHash]}
        onSelectionChange={(keys) => setChosen(keys === 'all' ? undefined : [...keys].map(String)[0])}
        renderEmptyState={() => <p className="p-3 text-center text-muted">{t('torrent.noShares')}</p>}
        className="mt-2 max-h-64 min-h-24 overflow-y-auto rounded-md border border-field p-0.5"
      >
        {({ key, name, bytes }) => (
          <ListBoxItem
            id={key}
            textValue={safeText(name)}
            className="flex min-h-7 cursor-default items-center gap-4 rounded-sm px-2 -outline-offset-2 hover:bg-hover selected:bg-selected"
          >
            <span className="min-w-0 flex-1 truncate">
              <SafeText text={name} />
            </span>
            <span className="figures shrink-0 text-muted">{format.bytes(bytes)}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Dialog>
  );
}
