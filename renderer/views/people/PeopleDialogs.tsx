import type { ReactNode } from 'react';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { EditPersonDialog } from './EditPersonDialog.tsx';
import { GroupDialog } from './GroupDialog.tsx';
import { InvitationDialog } from './InvitationDialog.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { LinksDialog } from './LinksDialog.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { type PeopleDialog, usePeopleDialog } from './peopleDialogs.ts';
import { PersonalTorrentDialog } from './PersonalTorrentDialog.tsx';
import { RemoveGroup, RemovePeople, ResetPasskeys, RevokeInvitations } from './questions.tsx';
import { WaitingDialog } from './WaitingDialog.tsx';

/** Whatever is asked or told about people at the moment. */
export function PeopleDialogs(): ReactNode {
  const { dialog, opened } = usePeopleDialog();
  return dialog === undefined ? null : <Open key={opened} dialog={dialog} />;
}

function Open({ dialog }: { readonly dialog: PeopleDialog }): ReactNode {
  switch (dialog.kind) {
    case 'add':
      return <AddPersonDialog />;
    case 'waiting':
      return <WaitingDialog />;
    case 'invite':
      return <InviteDialog />;
    case 'edit':
      return <EditPersonDialog person={dialog.person} />;
    case 'password':
      return <PasswordDialog person={dialog.person} />;
    case 'links':
      return <LinksDialog person={dialog.person} />;
    case 'torrent':
      return <PersonalTorrentDialog person={dialog.person} />;
    case 'reset':
      return <ResetPasskeys people={dialog.people} />;
    case 'remove':
      return <RemovePeople people={dialog.people} />;
    case 'invitation':
      return <InvitationDialog invitation={dialog.invitation} />;
    case 'revoke':
      return <RevokeInvitations invitations={dialog.invitations} />;
    case 'group':
      return <GroupDialog group={dialog.group} />;
    case 'removeGroup':
      return <RemoveGroup group={dialog.group} />;
  }
}
