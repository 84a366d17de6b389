import type { ReactNode } from 'react';

/** An ear of wheat; the same drawing as public/icon.svg. In the page, so that it is there when the server is not. */
export function Logo({ className }: { readonly className: string }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect x="2" y="2" width="28" height="28" rx="7" fill="#b97a16" />
      <g fill="none" stroke="#fff7e6" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
        <path d={EAR} />
      </g>
    </svg>
  );
}

const EAR =
  'M16 27V11M16 11.5c-2.5-1.5-2.5-4 0-6 2.5 2 2.5 4.5 0 6Zm0 6c-4 0-5.5-2-5.5-4.5 3 0 5.5 1.5 5.5 4.5Zm0 0c4 0 5.5-2 5.5-4.5-3 0-5.5 1.5-5.5 4.5Zm0 6c-4 0-5.5-2-5.5-4.5 3 0 5.5 1.5 5.5 4.5Zm0 0c4 0 5.5-2 5.5-4.5-3 0-5.5 1.5-5.5 4.5Z';
