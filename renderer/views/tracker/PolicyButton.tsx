import { ChevronDown, Lock, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { PolicyDialog } from './PolicyDialog.tsx';
import { POLICY_TEXTS } from './policyTexts.ts';
import type { Policy } from './usePolicy.ts';

/** Whom the tracker serves, in words, and the way to change it. */
export function PolicyButton({ policy }: { readonly policy: Policy }): ReactNode {
  const { t } = useTranslation('tracker');
  const [isOpen, setOpen] = useState(false);
  const { now, fixedBy } = policy;
  const icon = now === 'open' ? TriangleAlert : fixedBy === undefined ? ChevronDown : Lock;
  return (
    <>
      <Button icon={icon} onPress={() => setOpen(true)}>
        {t(POLICY_TEXTS[now].now)}
      </Button>
      {isOpen ? <PolicyDialog policy={policy} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
