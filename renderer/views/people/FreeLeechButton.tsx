import { Gift, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { SwarmRow } from '../../../shared/rows.ts';
import { Button } from '../../components/Button.tsx';
import { toast } from '../../components/toast.ts';
import { useEngine } from '../../engine.tsx';
import { useStatus } from '../../frame/status.tsx';
import { useErrorText } from '../../text/errorText.ts';

/** Whether downloads of a torrent count against anybody's ratio; only where ratios are kept. */
export function FreeLeechButton({ swarm }: { readonly swarm: SwarmRow }): ReactNode {
  const { t } = useTranslation('people');
  const { call } = useEngine();
  const errorText = useErrorText();
  const status = useStatus();
  if (status?.policy !== 'private') return null;
  const isFree = swarm.isFreeLeech === true;
  const change = (): void => {
    // It comes from the engine's own row.
    const infoHashes = [swarm.key as InfoHash];
    call('people.setFreeLeech', { infoHashes, isFree: !isFree }).then(
      () => toast.show({ title: isFree ? t('freeLeech.ended') : t('freeLeech.began'), tone: 'success' }),
      (error: unknown) => toast.failed(t('freeLeech.failed'), errorText(error)),
    );
  };
  return (
    <Button variant="quiet" icon={isFree ? Scale : Gift} onPress={change}>
      {isFree ? t('freeLeech.end') : t('freeLeech.begin')}
    </Button>
  );
}
