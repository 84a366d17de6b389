import { Archive, FolderOpen } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldError, Input, TextField } from 'react-aria-components';
import { Button } from '../../components/Button.tsx';
import { ERROR, INPUT } from '../../components/fieldClasses.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { toast } from '../../components/toast.ts';
import { desktop } from '../../desktop.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { backupFile } from './backupFile.ts';
import { SettingRow } from './SettingRow.tsx';

/** Copies the database to a file on the engine's computer. `dataDir` is where the file goes unless it is changed. */
export function BackupSetting({ dataDir }: { readonly dataDir: string }): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const { call } = useEngine();
  const words = useErrorText();
  const format = useFormat();
  const [folder, setFolder] = useState(dataDir);
  const [typed, setTyped] = useState<string>();
  const [madeAt, setMadeAt] = useState(() => new Date());
  const [error, setError] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const file = typed ?? backupFile(folder, madeAt);
  const bridge = desktop();

  async function backUp(): Promise<void> {
    setIsBusy(true);
    try {
      const { bytes } = await call('engine.backup', { file });
      setError(undefined);
      toast.show({
        title: t('backup.done', { size: format.bytes(bytes) }),
        description: safeText(file, 300),
        tone: 'success',
        ...(bridge === undefined
          ? {}
          : { action: { label: t('backup.show'), onAction: () => void bridge.showInFolder(file) } }),
      });
      setTyped(undefined);
      setMadeAt(new Date());
    } catch (reason) {
      const { message, hint } = words(reason);
      setError(hint ?? message);
    } finally {
      setIsBusy(false);
    }
  }

  async function choose(pick: NonNullable<typeof bridge>['pickPaths']): Promise<void> {
    const [chosen] = await pick('folder');
    if (chosen === undefined) return;
    setFolder(chosen);
    setTyped(undefined);
    setMadeAt(new Date());
  }

  return (
    <SettingRow id={id} title={t('backup.title')} what={t('backup.what')}>
      <TextField
        aria-label={t('backup.title')}
        aria-describedby={`${id}-what`}
        value={file}
        isInvalid={error !== undefined}
        onChange={(value) => {
          setTyped(value);
          setError(undefined);
        }}
        className="flex flex-col gap-1"
      >
        <Input className={INPUT} spellCheck={false} autoComplete="off" />
        <FieldError className={ERROR}>{error === undefined ? null : <SafeText text={error} max={300} />}</FieldError>
      </TextField>
      <div className="flex flex-wrap gap-2">
        <Button icon={Archive} isDisabled={isBusy || file.trim() === ''} onPress={() => void backUp()}>
          {t('backup.button')}
        </Button>
        {bridge === undefined ? null : (
          <Button variant="quiet" icon={FolderOpen} onPress={() => void choose(bridge.pickPaths)}>
            {t('backup.choose')}
          </Button>
        )}
      </div>
    </SettingRow>
  );
}
