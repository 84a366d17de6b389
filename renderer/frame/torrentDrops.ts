import { useEffect, useRef } from 'react';

/** .torrent files or the text of a magnet link that were dropped on the window. */
export interface TorrentDrop {
  readonly files: readonly File[];
  readonly text: string;
}

export interface TorrentReceiver {
  /** What is said while something hangs over the window. */
  readonly hint: string;
  receive(drop: TorrentDrop): void;
}

/** Parts of the window that have a use for torrents while they are there; the newest gets them. */
const receivers: TorrentReceiver[] = [];

export function torrentReceiver(): TorrentReceiver | undefined {
  return receivers.at(-1);
}

/** Takes dropped torrents while the component is there. */
export function useTorrentDrops({ hint, receive }: TorrentReceiver): void {
  const newest = useRef(receive);
  useEffect(() => {
    newest.current = receive;
  });
  useEffect(() => {
    const receiver: TorrentReceiver = { hint, receive: (drop) => newest.current(drop) };
    receivers.push(receiver);
    return () => {
      receivers.splice(receivers.indexOf(receiver), 1);
    };
  }, [hint]);
}
