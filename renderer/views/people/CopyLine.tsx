import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useCopy } from '../../components/useCopy.ts';

export interface CopyLineProps {
  /** `HTTP`, `UDP`. */
  readonly name?: string;
  readonly text: string;
}

const MAX_CHARACTERS = 500;

/** An address to be read or copied. */
export function CopyLine({ name, text }: CopyLineProps): ReactNode {
  const { t } = useTranslation('people');
  const copy = useCopy();
  return (
    <span className="flex items-start gap-3">
      {name === undefined ? null : <span className="w-9 shrink-0 pt-1 text-sm text-muted">{name}</span>}
      <code className="min-w-0 flex-1 pt-1 font-mono text-sm wrap-anywhere select-text">
        <SafeText text={text} max={MAX_CHARACTERS} />
      </code>
      <IconButton label={t('copy.named', { what: text })} icon={Copy} onPress={() => copy(text)} />
    </span>
  );
}
