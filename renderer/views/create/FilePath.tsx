import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { SafeText } from '../../components/SafeText.tsx';

const MAX_NAME_CHARACTERS = 160;

/** A file in its folders. The folders stand quietly before the name; the name is what stays when there is no room. */
export function FilePath({ path }: { readonly path: readonly string[] }): ReactNode {
  const folders = path.slice(0, -1);
  return (
    <span className="flex h-full min-w-0 items-center">
      {folders.length === 0 ? null : (
        <>
          <span className="min-w-0 shrink truncate text-muted">
            <SafeText text={folders.join(' / ')} />
          </span>
          <ChevronRight aria-hidden size={13} className="mx-0.5 shrink-0 text-muted" />
        </>
      )}
      <span className="max-w-full min-w-24 shrink-[0.2] truncate">
        <SafeText text={path.at(-1) ?? ''} max={MAX_NAME_CHARACTERS} />
      </span>
    </span>
  );
}
