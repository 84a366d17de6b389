import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/IconButton.tsx';
import type { AnnounceUrl } from './announceUrls.ts';
import { useCopy } from '../../components/useCopy.ts';

/** The addresses of the tracker, each to be copied. */
export function AnnounceAddresses({ urls }: { readonly urls: readonly AnnounceUrl[] }): ReactNode {
  const { t } = useTranslation('tracker');
  const copy = useCopy();
  return (
    <ul className="flex flex-col gap-0.5 text-left">
      {urls.map(({ protocol, url }) => (
        <li key={url} className="flex items-center gap-3">
          <span className="w-9 shrink-0 text-sm text-muted">{protocol}</span>
          <code className="min-w-0 flex-1 font-mono text-sm wrap-anywhere select-text">{url}</code>
          <IconButton label={t('copy.address', { url })} icon={Copy} onPress={() => copy(url)} />
        </li>
      ))}
    </ul>
  );
}
