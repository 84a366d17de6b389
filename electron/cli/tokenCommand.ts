import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { SCOPES, type Scope } from '../../shared/api.ts';
import type { CliContext } from './context.ts';
import { addExamples, flagsOf, type JsonOption, isJson } from './programOptions.ts';

interface TokenOptions extends JsonOption {
  readonly scope?: readonly Scope[];
  readonly days?: number;
}

/** What can be done with tokens: the first argument of the command says it. */
export function addTokenTasks(command: Command, context: CliContext, finish: (exitStatus: number) => void): void {
  command
    .description(
      'Makes a token with which a program uses the JSON API of the running engine (its description is at ' +
        '/api/v1/openapi.json of the tracker’s port), lists tokens, or revokes one.',
    )
    .addArgument(new Argument('<what>', 'create, list or revoke').choices(['create', 'list', 'revoke']))
    .argument('[name]', 'create: what the token is for; revoke: its number in the list')
    .addOption(
      new Option('--scope <scope>', `create: ${SCOPES.join(', ')}; may be repeated (default: read)`).argParser(
        addScope,
      ),
    )
    .addOption(new Option('--days <number>', 'create: how long it holds (default: for ever)').argParser(parseDays));
  addExamples(command, [
    ['granary token create grafana --scope read --days 90', 'a token that reads'],
    ['granary token revoke 3', 'by its number in: granary token list'],
  ]);
  command.action(async (what: string, name: string | undefined, options: TokenOptions) => {
    const { runTokenCreate, runTokenList, runTokenRevoke } = await import('./commands/token.ts');
    const common = { json: isJson(options), flags: flagsOf(command) };
    if (what === 'list') return finish(await runTokenList(context, common));
    if (name === undefined) throw new InvalidArgumentError(`granary token ${what} needs a name`);
    if (what === 'revoke') return finish(await runTokenRevoke(context, { ...common, key: name }));
    const { scope: scopes = ['read'], days } = options;
    finish(await runTokenCreate(context, { ...common, name, scopes, days }));
  });
}

/** `choices` of an option would forget all but the last. */
function addScope(text: string, previous: readonly Scope[] | undefined): readonly Scope[] {
  const scope = SCOPES.find((each) => each === text);
  if (scope === undefined) throw new InvalidArgumentError(`It must be one of ${SCOPES.join(', ')}.`);
  return [...(previous ?? []), scope];
}

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0 && days <= 36_500) return days;
  throw new InvalidArgumentError('It must be a whole number of days from 1 to 36500.');
}
