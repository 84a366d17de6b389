/** The few styles the command line uses; each is the text itself where colours are off. */
export interface Style {
  readonly hasColour: boolean;
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

export function createStyle(hasColour: boolean): Style {
  const sgr = (on: number, off: number) => (text: string) => (hasColour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return {
    hasColour,
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    green: sgr(32, 39),
    yellow: sgr(33, 39),
    red: sgr(31, 39),
  };
}

/** Colours are for terminals that know them, unless the person said no (https://no-color.org). */
export function wantsColour(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
