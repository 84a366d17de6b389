import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { MAX_GROUP_NAME_CHARACTERS } from '../../../shared/people.ts';
import type { GroupRow } from '../../../shared/peopleSchemas.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LABEL } from '../../components/fieldClasses.ts';
import { Loading } from '../../components/Loading.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useEngine } from '../../engine.tsx';
import { useView } from '../useView.ts';
import { FormDialog } from './FormDialog.tsx';
import { closePeopleDialog } from './peopleDialogs.ts';
import { PickList } from './PickList.tsx';
import { TickList } from './TickList.tsx';
import { useSubmit } from './useSubmit.ts';

const MOST_GROUPS = 500;

/** A group's name, its people and its torrents; without a group, those of a new one. */
export function GroupDialog({ group }: { readonly group: string | undefined }): ReactNode {
  const { t } = useTranslation('people');
  const { rows, isLoading } = useView(
    group === undefined ? undefined : { kind: 'groups', window: { first: 0, count: MOST_GROUPS } },
  );
  const row = rows.find(({ key }) => key === group);
  if (group === undefined || row !== undefined) return <Edit row={row} />;
  return (
    <Dialog title={t('groups.editTitle')} isOpen onClose={closePeopleDialog}>
      {isLoading ? <Loading /> : <EmptyState title={t('groups.gone')} />}
    </Dialog>
  );
}

function Edit({ row }: { readonly row: GroupRow | undefined }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const [name, setName] = useState(row?.name ?? '');
  const [people, setPeople] = useState(() => keysOf(row?.people));
  const [torrents, setTorrents] = useState(() => keysOf(row?.torrents));
  /** On the tracker's list, or gone: should they come back, it is for this group. */
  const others = (row?.torrents ?? []).filter(({ isShared }) => !isShared);
  const submit = useSubmit(async () => {
    await call('groups.save', {
      ...(row === undefined ? {} : { group: row.key }),
      name,
      people: [...people],
      // They come from the engine's own rows.
      infoHashes: [...torrents] as InfoHash[],
    });
    closePeopleDialog();
  });
  return (
    <FormDialog
      title={row === undefined ? t('groups.newTitle') : t('groups.editTitle')}
      submitLabel={row === undefined ? t('groups.create') : t('edit.submit')}
      submit={submit}
      isReady={name.trim() !== ''}
    >
      <p className="text-muted">{t('groups.what')}</p>
      <TextField
        label={t('field.name')}
        value={name}
        onChange={setName}
        maxLength={MAX_GROUP_NAME_CHARACTERS}
        autoComplete="off"
        autoFocus
      />
      <PickList
        label={t('groups.people')}
        kind="people"
        selected={people}
        onChange={setPeople}
        empty={t('groups.noPeople')}
      />
      <PickList
        label={t('groups.torrents')}
        kind="shares"
        selected={torrents}
        onChange={setTorrents}
        empty={t('groups.noTorrents')}
      />
      {others.length === 0 ? null : (
        <div className="flex flex-col gap-1">
          <p className={LABEL}>{t('groups.others')}</p>
          <TickList label={t('groups.others')} items={others} selected={torrents} onChange={setTorrents} />
        </div>
      )}
    </FormDialog>
  );
}

function keysOf(items: readonly { readonly key: string }[] = []): ReadonlySet<string> {
  return new Set(items.map(({ key }) => key));
}
