import { toast } from '../components/toast.ts';
import { useEngineEvent } from '../engine.tsx';
import { safeText } from '../text/safeText.ts';
import { asSentence } from '../text/sentence.ts';

/** Shows what the engine wants a person to know while it happens; mounted once. */
export function useNotices(): void {
  useEngineEvent('engine.notice', ({ level, message }) =>
    toast.show({ title: safeText(asSentence(message), 500), tone: level }),
  );
}
