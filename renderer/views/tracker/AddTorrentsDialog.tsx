import { CircleCheck, FilePlus2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ListItem, ListVerdict } from '../../../shared/torrentLists.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup } from '../../components/RadioGroup.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useTorrentDrops } from '../../frame/torrentDrops.ts';
import { useFormat } from '../../text/format.ts';
import { ChosenFiles } from './ChosenFiles.tsx';
import { LineProblems, type LineProblem } from './LineProblems.tsx';
import { itemLines } from './listItems.ts';
import { type ChosenFile, readTorrentFiles } from './torrentFiles.ts';
import type { RejectedReason } from './rejectedTexts.ts';
import { type Added, useListCommands } from './useListCommands.ts';

/** What was dropped or pasted before the dialog was there. */
export interface Begun {
  readonly text: string;
  readonly files: readonly ChosenFile[];
}

export const NOTHING_BEGUN: Begun = { text: '', files: [] };

export interface AddTorrentsDialogProps {
  readonly begun: Begun;
  readonly onClose: () => void;
}

const ROWS = 5;

/** Puts torrents on the list, as links, info-hashes and files. What cannot be read stays with the reason beside it. */
export function AddTorrentsDialog({ begun, onClose }: AddTorrentsDialogProps): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const { add, tell } = useListCommands();
  const [added, setAdded] = useState<readonly Added[]>([]);
  const [text, setText] = useState(begun.text);
  const [files, setFiles] = useState(begun.files);
  const [verdict, setVerdict] = useState<ListVerdict>('allow');
  const [lineProblems, setLineProblems] = useState<readonly LineProblem[]>([]);
  const [fileProblems, setFileProblems] = useState<ReadonlyMap<ChosenFile, RejectedReason>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const addFiles = (more: readonly File[]): void =>
    void readTorrentFiles(more).then((read) => setFiles((before) => [...before, ...read]));
  const edit = (changed: string): void => {
    setText(changed);
    setLineProblems([]);
  };
  useTorrentDrops({
    hint: t('add.dropHint'),
    receive: (drop) => {
      addFiles(drop.files);
      if (drop.files.length === 0) edit(`${text.trimEnd()}\n${drop.text}`.trim());
    },
  });

  // A notice in the corner would lie over the buttons.
  function close(all = added): void {
    onClose();
    tell(all);
  }

  const count = added.reduce((sum, { listed }) => sum + listed.length, 0);
  const lines = itemLines(text);
  const sent = files.filter((file): file is SentFile => typeof file.content === 'object');

  async function submit(): Promise<void> {
    setBusy(true);
    const result = await add([...lines.map(({ item }) => item), ...sent.map(({ content }) => content)], verdict);
    setBusy(false);
    if (result === undefined) return;
    const { rejected } = result;
    const all = [...added, result];
    setAdded(all);
    const badLines = rejected.flatMap(({ index, reason }) => {
      const line = lines[index];
      return line === undefined ? [] : [{ text: line.text, reason }];
    });
    const badFiles = rejected.flatMap(({ index, reason }) => {
      const file = sent[index - lines.length];
      return file === undefined ? [] : [[file, reason] as const];
    });
    const kept = files.filter((file) => typeof file.content !== 'object' || badFiles.some(([bad]) => bad === file));
    if (badLines.length === 0 && kept.length === 0) close(all);
    setText(badLines.map((line) => line.text).join('\n'));
    setLineProblems(badLines.map(({ reason, text: line }, index) => ({ line: index + 1, text: line, reason })));
    setFiles(kept);
    setFileProblems(new Map(badFiles));
  }

  return (
    <Dialog
      title={t('add.title')}
      isOpen
      onClose={() => close()}
      footer={
        <>
          <Button onPress={() => close()}>{count === 0 ? t('add.cancel') : t('add.close')}</Button>
          <Button
            variant="primary"
            isDisabled={isBusy || lines.length + sent.length === 0}
            onPress={() => void submit()}
          >
            {verdict === 'allow' ? t('action.allow') : t('action.block')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {count === 0 ? null : (
          <p role="status" className="flex items-center gap-2">
            <CircleCheck aria-hidden size={16} className="shrink-0 text-seeding" />
            {t('add.partly', { count, figure: format.count(count) })}
          </p>
        )}
        <TextField
          label={t('add.text')}
          description={t('add.textWhat')}
          value={text}
          onChange={edit}
          rows={ROWS}
          autoFocus
          {...(lineProblems.length === 0 ? {} : { error: <LineProblems problems={lineProblems} /> })}
        />
        <div className="flex flex-col items-start gap-1.5">
          <FileTrigger
            acceptedFileTypes={['.torrent']}
            allowsMultiple
            onSelect={(chosen) => addFiles([...(chosen ?? [])])}
          >
            <Button icon={FilePlus2}>{t('add.files')}</Button>
          </FileTrigger>
          <ChosenFiles
            files={files}
            problems={fileProblems}
            onRemove={(file) => setFiles((before) => before.filter((other) => other !== file))}
          />
        </div>
        <RadioGroup
          label={t('add.verdict')}
          value={verdict}
          onChange={setVerdict}
          options={[
            { value: 'allow', label: t('action.allow'), description: t('add.allowWhat') },
            { value: 'block', label: t('action.block'), description: t('add.blockWhat') },
          ]}
        />
      </div>
    </Dialog>
  );
}

interface SentFile extends ChosenFile {
  readonly content: ListItem;
}
