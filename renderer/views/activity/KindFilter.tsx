import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../shared/activityKinds.ts';
import { Button } from '../../components/Button.tsx';
import { KIND_ICONS, KIND_NAMES } from './kinds.ts';

export interface KindFilterProps {
  /** None means all. */
  readonly kinds: readonly ActivityKind[];
  readonly onChange: (kinds: readonly ActivityKind[]) => void;
}

export function KindFilter({ kinds, onChange }: KindFilterProps): ReactNode {
  const { t } = useTranslation('activity');
  const [only] = kinds;
  const label =
    only === undefined
      ? t('kinds.all')
      : kinds.length === 1
        ? t(KIND_NAMES[only])
        : t('kinds.some', { count: kinds.length });
  return (
    <MenuTrigger>
      <Button icon={ChevronDown}>{label}</Button>
      <Popover placement="bottom end" className="min-w-56 rounded-md border border-line bg-surface p-1 shadow-raised">
        <Menu
          aria-label={t('kinds.label')}
          selectionMode="multiple"
          selectedKeys={kinds}
          onSelectionChange={(keys) => onChange(keys === 'all' ? [] : ACTIVITY_KINDS.filter((kind) => keys.has(kind)))}
          className="max-h-[70vh] overflow-y-auto"
        >
          {ACTIVITY_KINDS.map((kind) => {
            const Icon = KIND_ICONS[kind];
            return (
              <MenuItem
                key={kind}
                id={kind}
                textValue={t(KIND_NAMES[kind])}
                className="group flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 focus:bg-selected"
              >
                <Check aria-hidden size={14} className="invisible shrink-0 text-accent-text group-selected:visible" />
                <Icon aria-hidden size={14} className="shrink-0 text-muted" />
                {t(KIND_NAMES[kind])}
              </MenuItem>
            );
          })}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
