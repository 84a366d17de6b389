import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '../views/shares/useNarrow.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import type { MenuAction } from './MenuAction.ts';
import { MenuButton } from './MenuButton.tsx';

export interface SelectionBarProps {
  /** What is selected, as the toolbar is called. */
  readonly label: string;
  /** How many, in words. */
  readonly count: string;
  readonly actions: readonly MenuAction[];
  readonly onClose: () => void;
}

/** Of the buttons, in a small window; the others are in a menu. */
const FEW = 3;

/** How many are selected, and what can be done with them. */
export function SelectionBar({ label, count, actions, onClose }: SelectionBarProps): ReactNode {
  const { t } = useTranslation('common');
  const isNarrow = useNarrow();
  const buttons = isNarrow ? actions.slice(0, FEW) : actions;
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="flex flex-wrap items-center gap-x-1 gap-y-1 border-t border-line bg-surface py-2 pr-3 pl-5"
    >
      <span className="mr-auto font-semibold" role="status">
        {count}
      </span>
      {buttons.map(({ id, label: words, icon, isDanger = false, onAction }) => (
        <Button
          key={id}
          variant={isDanger ? 'danger' : 'quiet'}
          onPress={onAction}
          {...(icon === undefined ? {} : { icon })}
        >
          {words}
        </Button>
      ))}
      {isNarrow && actions.length > FEW ? (
        <MenuButton label={t('selection.more')} actions={actions.slice(FEW)} />
      ) : null}
      <IconButton label={t('selection.clear')} icon={X} onPress={onClose} />
    </div>
  );
}
