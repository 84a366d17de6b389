import { Wheat } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desktop } from '../desktop.ts';
import { classifyDrop, mayBeDropped } from './dropped.ts';
import { handleDrop } from './requests.ts';
import { type TorrentDrop, torrentReceiver } from './torrentDrops.ts';

/** The whole window takes drops; while something hangs over it, it says so. Text may still be dropped into fields. */
export function DropTarget(): ReactNode {
  const { t } = useTranslation('frame');
  const [isOver, setOver] = useState(false);
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  });
  useEffect(
    () =>
      listenForDrops(setOver, (dropped, things) => {
        const receiver = torrentReceiver();
        if (dropped.kind === 'download' && receiver !== undefined) receiver.receive(things);
        else handleDrop(dropped, words.current);
      }),
    [],
  );
  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 bg-veil p-6">
      <div className="flex h-full flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed border-accent bg-surface">
        <Wheat aria-hidden size={44} strokeWidth={1.25} className="text-accent-text" />
        <p className="text-2xl font-semibold">{t('drop.here')}</p>
        <p className="text-muted">{torrentReceiver()?.hint ?? t('drop.hereText')}</p>
      </div>
    </div>
  );
}

function listenForDrops(
  onOver: (isOver: boolean) => void,
  onDrop: (dropped: ReturnType<typeof classifyDrop>, things: TorrentDrop) => void,
) {
  const over = (event: DragEvent): void => {
    if (!isForUs(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    onOver(true);
  };
  const leave = (event: DragEvent): void => {
    // Moving onto a child leaves its parent, too; only outside of the window there is nothing next.
    if (event.relatedTarget === null) onOver(false);
  };
  const drop = (event: DragEvent): void => {
    onOver(false);
    if (!isForUs(event)) return;
    // A browser would open the file in place of this page.
    event.preventDefault();
    const things = thingsOf(event);
    onDrop(classifyDrop(things), { files: [...(event.dataTransfer?.files ?? [])], text: things.text });
  };
  const listeners = { dragenter: over, dragover: over, dragleave: leave, drop } as const;
  for (const [name, listener] of Object.entries(listeners))
    window.addEventListener(name as keyof typeof listeners, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      window.removeEventListener(name as keyof typeof listeners, listener);
  };
}

function isForUs({ dataTransfer, target }: DragEvent): boolean {
  if (dataTransfer === null || !mayBeDropped(dataTransfer.types)) return false;
  const isField = target instanceof Element && target.matches('input, textarea');
  return dataTransfer.types.includes('Files') || !isField;
}

function thingsOf({ dataTransfer }: DragEvent): Parameters<typeof classifyDrop>[0] {
  const files = [...(dataTransfer?.files ?? [])];
  const bridge = desktop();
  return {
    fileNames: files.map(({ name }) => name),
    paths: files.map((file) => bridge?.pathOf(file) ?? ''),
    text: dataTransfer?.getData('text/uri-list') || dataTransfer?.getData('text/plain') || '',
  };
}
