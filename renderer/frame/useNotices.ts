import { toast } from '../components/toast.ts';
import { useEngineEvent } from '../engine.tsx';
import { safeText } from '../text/safeText.ts';
import { useNoticeText } from '../text/noticeText.ts';

/** Shows what the engine wants a person to know while it happens; mounted once. */
export function useNotices(): void {
  const words = useNoticeText();
  useEngineEvent('engine.notice', (notice) => toast.show({ title: safeText(words(notice), 500), tone: notice.level }));
}
