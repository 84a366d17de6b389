import { create } from 'zustand';

/** What is asked or told about people, over whatever view it was asked for in. There is one at a time. */
export type PeopleDialog =
  | { readonly kind: 'add' | 'waiting' | 'invite' }
  | { readonly kind: 'edit' | 'password' | 'links' | 'torrent'; readonly person: string }
  | { readonly kind: 'reset' | 'remove'; readonly people: readonly string[] }
  | { readonly kind: 'invitation'; readonly invitation: string }
  | { readonly kind: 'revoke'; readonly invitations: readonly string[] }
  /** Without a group it makes one. */
  | { readonly kind: 'group'; readonly group?: string }
  | { readonly kind: 'removeGroup'; readonly group: string };

interface PeopleDialogState {
  readonly dialog: PeopleDialog | undefined;
  /** Counts the times that one was opened, so that each time begins anew. */
  readonly opened: number;
}

export const usePeopleDialog = create<PeopleDialogState>()(() => ({ dialog: undefined, opened: 0 }));

export function openPeopleDialog(dialog: PeopleDialog): void {
  usePeopleDialog.setState(({ opened }) => ({ dialog, opened: opened + 1 }));
}

export function closePeopleDialog(): void {
  usePeopleDialog.setState({ dialog: undefined });
}
