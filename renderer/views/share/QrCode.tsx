import { memo, type ReactNode, useMemo } from 'react';
import { qrShape } from './qrPath.ts';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  /** Shown in place of it when the text is too long. */
  readonly tooLong: string;
}

/** Dark on light in every theme: many cameras read nothing else. */
export const QrCode = memo(function QrCode({ text, label, tooLong }: QrCodeProps): ReactNode {
  const shape = useMemo(() => qrShape(text), [text]);
  if (shape === undefined) return <p className="p-6 text-center text-muted">{tooLong}</p>;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${shape.size} ${shape.size}`}
      shapeRendering="crispEdges"
      className="block size-full rounded-md bg-white forced-color-adjust-none"
    >
      <path d={shape.path} fill="#000" />
    </svg>
  );
});
