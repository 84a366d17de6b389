import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { MenuButton } from '../../components/MenuButton.tsx';
import { useFormat } from '../../text/format.ts';
import { useNarrow } from './useNarrow.ts';

export interface SelectionBarProps {
  readonly count: number;
  readonly actions: readonly MenuAction[];
  readonly onClose: () => void;
}

/** Of the buttons, in a small window; the others are in a menu. */
const FEW = 3;

/** How many are selected, and what can be done with them. */
export function SelectionBar({ count, actions, onClose }: SelectionBarProps): ReactNode {
  const { t } = useTranslation('shares');
  const format = useFormat();
  const isNarrow = useNarrow();
  const buttons = isNarrow ? actions.slice(0, FEW) : actions;
  return (
    <div
      role="toolbar"
      aria-label={t('selection.label')}
      className="flex flex-wrap items-center gap-x-1 gap-y-1 border-t border-line bg-surface py-2 pr-3 pl-5"
    >
      <span className="mr-auto font-semibold" role="status">
        {t('selection.count', { count, shown: format.count(count) })}
      </span>
      {buttons.map(({ id, label, icon, isDanger = false, onAction }) => (
        <Button
          key={id}
          variant={isDanger ? 'danger' : 'quiet'}
          onPress={onAction}
          {...(icon === undefined ? {} : { icon })}
        >
          {label}
        </Button>
      ))}
      {isNarrow ? <MenuButton label={t('selection.more')} actions={actions.slice(FEW)} /> : null}
      <IconButton label={t('selection.clear')} icon={X} onPress={onClose} />
    </div>
  );
}
