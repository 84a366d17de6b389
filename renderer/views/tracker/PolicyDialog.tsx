import { Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup } from '../../components/RadioGroup.tsx';
import { safeText } from '../../text/safeText.ts';
import { OpenWarning } from './OpenWarning.tsx';
import { POLICIES_IN_ORDER, POLICY_TEXTS } from './policyTexts.ts';
import type { Policy } from './usePolicy.ts';

export interface PolicyDialogProps {
  readonly policy: Policy;
  readonly onClose: () => void;
}

const FIXED = { flag: 'policy.fixed.flag', environment: 'policy.fixed.environment' } as const;

/** The policies with what each of them means. The one that serves anything is asked about once more. */
export function PolicyDialog({ policy, onClose }: PolicyDialogProps): ReactNode {
  const { t } = useTranslation('tracker');
  const { now, fixedBy, change } = policy;
  const [wanted, setWanted] = useState<TrackerPolicy>(now);
  const [isWarning, setWarning] = useState(false);
  const apply = (): void => {
    onClose();
    void change(wanted);
  };
  const isFixed = fixedBy !== undefined;
  return (
    <Dialog
      title={t('policy.title')}
      isOpen
      onClose={onClose}
      footer={
        isFixed ? (
          <Button onPress={onClose}>{t('policy.close')}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('policy.cancel')}</Button>
            <Button
              variant="primary"
              isDisabled={wanted === now}
              onPress={() => (wanted === 'open' ? setWarning(true) : apply())}
            >
              {wanted === 'open' ? t('policy.confirmOpen') : t('policy.confirm')}
            </Button>
          </>
        )
      }
    >
      {isFixed ? (
        <p className="mb-2 flex items-start gap-2">
          <Lock aria-hidden size={14} className="mt-1 shrink-0 text-muted" />
          <span>{t(FIXED[fixedBy.source], { name: safeText(fixedBy.name, 80) })}</span>
        </p>
      ) : null}
      <RadioGroup
        label={t('policy.title')}
        isLabelHidden
        value={wanted}
        onChange={setWanted}
        isDisabled={isFixed}
        options={POLICIES_IN_ORDER.map((value) => ({
          value,
          label: t(POLICY_TEXTS[value].title),
          description: t(POLICY_TEXTS[value].what),
        }))}
      />
      {isFixed ? null : <p className="mt-3 text-sm text-muted">{t('policy.always')}</p>}
      <OpenWarning isOpen={isWarning} onClose={() => setWarning(false)} onConfirm={apply} />
    </Dialog>
  );
}
