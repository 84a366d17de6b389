import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { desktop } from '../desktop.ts';
import { handleRequest } from './requests.ts';

/** Does what the desktop app asks of the window; mounted once. */
export function useDesktopRequests(): void {
  const { t } = useTranslation('frame');
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  });
  useEffect(() => desktop()?.onRequest((request) => handleRequest(request, words.current)), []);
}
