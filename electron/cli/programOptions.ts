import { Argument, type Command, Option } from 'commander';
import { defaultDataDirText } from '../engine/settings/defaultDataDir.ts';
import { type GivenFlags, SETTINGS, type Setting, standardTextOf } from '../engine/settings/options.ts';
import { parsePieceLength } from './pieceLength.ts';

/** Options and arguments that several commands take, and how to read what was given. */

export interface JsonOption {
  readonly json?: boolean;
}

/** What a torrent is made with. */
export interface ContentOptions extends JsonOption {
  readonly name?: string;
  readonly comment?: string;
  readonly private?: boolean;
  readonly pieceLength?: string;
}

export interface Content {
  readonly name?: string;
  readonly comment?: string;
  readonly private: boolean;
  /** Bytes. */
  readonly pieceLength?: number;
  readonly json: boolean;
}

export function addContentOptions(command: Command): Command {
  return command
    .option('--name <text>', 'name of the torrent (default: that of the path, or of the folder around several)')
    .option('--comment <text>', 'remark that clients show')
    .option('--private', 'tell clients to find peers by the tracker only')
    .option('--piece-length <size>', 'as in 256KiB or 1MiB (default: chosen from the size)')
    .addOption(jsonOption());
}

/** Throws `bad-input` for a piece length that is none. */
export function contentOf({ name, comment, private: isPrivate = false, pieceLength, json }: ContentOptions): Content {
  return {
    ...(name === undefined ? {} : { name }),
    ...(comment === undefined ? {} : { comment }),
    private: isPrivate,
    ...(pieceLength === undefined ? {} : { pieceLength: parsePieceLength(pieceLength) }),
    json: json === true,
  };
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON object a line');
}

export function isJson({ json }: JsonOption): boolean {
  return json === true;
}

export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, previous: unknown) => {
    return [...(Array.isArray(previous) ? previous : []), value];
  });
}

export function shareArgument(): Argument {
  return new Argument('<share>', 'its name, its info-hash, or the beginning of that');
}

/** Gives the command the flags of some settings, described as the table of settings has it. */
export function addSettings(command: Command, settings: readonly Setting[]): Command {
  for (const setting of settings) command.addOption(settingOption(setting).helpGroup('Settings:'));
  return command;
}

/** What was given on the command line for each setting; not what the environment or a file says. */
export function flagsOf(command: Command): GivenFlags {
  const given = SETTINGS.flatMap(({ key, flag }) => {
    const name = new Option(flag).attributeName();
    return command.getOptionValueSource(name) === 'cli' ? [[key, command.getOptionValue(name)]] : [];
  });
  return Object.fromEntries(given) as GivenFlags;
}

export function addExamples(command: Command, examples: ReadonlyArray<readonly [command: string, what: string]>): void {
  const lines = examples.map(([line, what]) => `  $ ${line}\n      ${what}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

function settingOption(setting: Setting): Option {
  const standard = setting.kind === 'folder' ? defaultDataDirText() : standardTextOf(setting);
  const description = `${setting.summary} (default: ${standard})`;
  return setting.kind === 'names'
    ? repeatable(setting.flag, description)
    : new Option(setting.flag, noText(setting) ?? description);
}

/** A flag that only switches off describes the switching off. */
function noText({ flag, summary }: Setting): string | undefined {
  return flag.startsWith('--no-') ? `do not ${summary}` : undefined;
}
