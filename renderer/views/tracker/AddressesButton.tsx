import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { AnnounceAddresses } from './AnnounceAddresses.tsx';
import type { AnnounceUrl } from './announceUrls.ts';

export function AddressesButton({ urls }: { readonly urls: readonly AnnounceUrl[] }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <DialogTrigger>
      <Button icon={ChevronDown}>{t('addresses.title')}</Button>
      <Popover
        placement="bottom end"
        className="max-h-[80vh] w-[min(28rem,90vw)] overflow-y-auto rounded-md border border-line bg-surface shadow-raised"
      >
        <Dialog className="flex flex-col gap-2 p-4">
          <Heading slot="title" className="font-semibold">
            {t('addresses.title')}
          </Heading>
          <p className="text-muted">{t('addresses.what')}</p>
          <AnnounceAddresses urls={urls} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
