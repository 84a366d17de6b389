import { Lock, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingState, SettingValue } from '../../../shared/settings.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { toast } from '../../components/toast.ts';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { DraftInput } from './DraftInput.tsx';
import { SettingRow } from './SettingRow.tsx';
import { draftOf, isSameValue, parseDraft } from './settingDraft.ts';
import { showUndo } from './undoToast.ts';
import { useSettingTexts } from './settingTexts.ts';
import { valueToRestore } from './useEngineSettings.ts';
import { useValueText } from './useValueText.ts';

export interface EngineSettingProps {
  readonly setting: SettingState;
  readonly change: (key: string, value: SettingValue | null) => Promise<void>;
}

/** One setting of the engine: to be changed here, or locked with the reason. */
export function EngineSetting({ setting, change }: EngineSettingProps): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  const { titleOf, whatOf } = useSettingTexts();
  const valueText = useValueText();
  const { key, standard } = setting;
  const title = titleOf(key);
  return (
    <SettingRow
      id={id}
      title={title}
      what={whatOf(key)}
      standard={standard === undefined ? undefined : t('standard', { value: valueText(setting, standard) })}
    >
      {isLocked(setting) ? (
        <LockedValue setting={setting} />
      ) : (
        <OpenSetting setting={setting} change={change} describedBy={`${id}-what`} title={title} />
      )}
    </SettingRow>
  );
}

/** The folder of the settings file cannot be named in that file. */
function isLocked({ source, kind }: SettingState): boolean {
  return source === 'flag' || source === 'environment' || kind === 'folder';
}

const LOCK_REASONS = {
  flag: 'locked.flag',
  environment: 'locked.environment',
  file: 'locked.folder',
  default: 'locked.folder',
} as const satisfies Record<SettingState['source'], string>;

function LockedValue({ setting }: { readonly setting: SettingState }): ReactNode {
  const { t } = useTranslation('settings');
  const valueText = useValueText();
  const { source, sourceName = '', value } = setting;
  return (
    <>
      <span className="figures wrap-anywhere select-text">
        <SafeText text={valueText(setting, value)} max={500} />
      </span>
      <span className="flex items-start gap-1.5 text-sm text-muted">
        <Lock aria-hidden size={12} className="mt-1 shrink-0" />
        <span>{t(LOCK_REASONS[source], { name: safeText(sourceName, 80) })}</span>
      </span>
    </>
  );
}

interface OpenSettingProps extends EngineSettingProps {
  readonly describedBy: string;
  readonly title: string;
}

function OpenSetting({ setting, change, describedBy, title }: OpenSettingProps): ReactNode {
  const { t } = useTranslation('settings');
  const words = useErrorText();
  const valueText = useValueText();
  const [error, setError] = useState<string>();
  const { key, kind, value, source } = setting;
  const tell = (reason: unknown): string => {
    const { message, hint } = words(reason);
    return hint === undefined ? message : `${message} ${hint}`;
  };

  async function apply(next: SettingValue | null): Promise<void> {
    const before = valueToRestore(setting);
    try {
      await change(key, next);
    } catch (reason) {
      setError(tell(reason));
      return;
    }
    setError(undefined);
    const undo = (): void => {
      change(key, before).catch((reason: unknown) =>
        toast.show({ title: t('undo.failed', { setting: title }), description: safeText(tell(reason)), tone: 'error' }),
      );
    };
    showUndo({
      title: t('undo.changed', { setting: title }),
      description: next === null ? t('undo.toDefault') : safeText(valueText(setting, next)),
      tone: 'success',
      action: { label: t('undo.undo'), onAction: undo },
    });
  }

  function applyDraft(draft: string): void {
    const parsed = parseDraft(kind, draft, setting.least);
    if (!parsed.ok) setError(t(parsed.problem));
    else if (!isSameValue(parsed.value, value)) void apply(parsed.value);
  }

  return (
    <>
      {kind === 'switch' || kind === 'choice' ? (
        <>
          {kind === 'switch' ? (
            <Switch label={title} isLabelHidden isSelected={value === true} onChange={(isOn) => void apply(isOn)} />
          ) : (
            <Select
              label={title}
              isLabelHidden
              value={String(value)}
              onChange={(choice) => void apply(choice)}
              options={(setting.choices ?? []).map((choice) => ({ value: choice, label: valueText(setting, choice) }))}
            />
          )}
          {error === undefined ? null : <p className="text-sm text-error">{safeText(error, 300)}</p>}
        </>
      ) : (
        <DraftInput
          label={title}
          describedBy={describedBy}
          text={draftOf(kind, value)}
          placeholder={kind === 'names' ? valueText(setting, []) : undefined}
          error={error}
          isFigure={kind === 'port' || kind === 'count' || kind === 'bytes'}
          onApply={applyDraft}
          onEdit={() => setError(undefined)}
        />
      )}
      {source === 'file' ? (
        <span className="absolute top-0.5 right-0">
          <IconButton label={t('toDefault', { setting: title })} icon={RotateCcw} onPress={() => void apply(null)} />
        </span>
      ) : null}
    </>
  );
}
