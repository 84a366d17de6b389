import { create } from 'zustand';

/** The overlays of the frame, of which at most one is open. */
export type Overlay = 'palette' | 'shortcuts' | 'about';

export const useOverlay = create<{ readonly open: Overlay | undefined }>()(() => ({ open: undefined }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ open: overlay });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: undefined });
}
