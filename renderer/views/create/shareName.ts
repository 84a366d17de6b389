export type NameProblem = 'empty' | 'separator' | 'reserved';

export const MAX_NAME_CHARACTERS = 255;

/** Why something cannot be a share's name: it becomes a file or folder name at everyone who downloads it. */
export function nameProblem(name: string): NameProblem | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'empty';
  if (/[/\\]/.test(trimmed)) return 'separator';
  return trimmed === '.' || trimmed === '..' ? 'reserved' : undefined;
}
