import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { API_EVENTS, type ApiEvent } from '../../shared/api.ts';
import type { CliContext } from './context.ts';
import { addExamples, flagsOf, type JsonOption, isJson } from './programOptions.ts';

interface WebhookOptions extends JsonOption {
  readonly event?: readonly ApiEvent[];
  readonly ownSecret?: boolean;
}

/** What can be done with webhooks: the first argument of the command says it. */
export function addWebhookTasks(command: Command, context: CliContext, finish: (exitStatus: number) => void): void {
  command
    .description(
      'Has the running engine tell an address what happens, by POST of signed JSON, lists such webhooks, or removes one. ' +
        'The secret that signs is made and printed.',
    )
    .addArgument(new Argument('<what>', 'add, list or remove').choices(['add', 'list', 'remove']))
    .argument('[target]', 'add: the http or https address; remove: its number in the list')
    .addOption(
      new Option('--event <event>', `add: ${API_EVENTS.join(', ')}; may be repeated (default: completed)`).argParser(
        addEvent,
      ),
    )
    .option('--own-secret', 'add: sign with a secret that is asked for, or piped in (at least 16 characters)');
  addExamples(command, [
    ['granary webhook add http://10.0.0.5/hook --event completed --event stopped', 'prints the secret'],
    ['granary webhook add https://example.org/hook --own-secret < secret.txt', 'with a secret of your own'],
    ['granary webhook remove 3', 'by its number in: granary webhook list'],
  ]);
  command.action(async (what: string, target: string | undefined, options: WebhookOptions) => {
    const { runWebhookAdd, runWebhookList, runWebhookRemove } = await import('./commands/webhook.ts');
    const common = { json: isJson(options), flags: flagsOf(command) };
    if (what === 'list') return finish(await runWebhookList(context, common));
    if (target === undefined) throw new InvalidArgumentError(`granary webhook ${what} needs to know which`);
    if (what === 'remove') return finish(await runWebhookRemove(context, { ...common, key: target }));
    const { event: events = ['completed'], ownSecret = false } = options;
    finish(await runWebhookAdd(context, { ...common, url: target, events, ownSecret }));
  });
}

/** `choices` of an option would forget all but the last. */
function addEvent(text: string, previous: readonly ApiEvent[] | undefined): readonly ApiEvent[] {
  const event = API_EVENTS.find((each) => each === text);
  if (event === undefined) throw new InvalidArgumentError(`It must be one of ${API_EVENTS.join(', ')}.`);
  return [...(previous ?? []), event];
}
