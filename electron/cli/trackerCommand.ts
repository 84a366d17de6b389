import { Argument, type Command } from 'commander';
import { TRACKER_POLICIES, type TrackerPolicy } from '../../shared/trackerPolicy.ts';
import type { TrackerRequest } from './commands/tracker.ts';
import type { CliContext } from './context.ts';
import { addExamples, flagsOf, type JsonOption, isJson } from './programOptions.ts';

const TASKS = ['list', 'allow', 'block', 'unlist', 'policy'] as const;
type Task = (typeof TASKS)[number];

/** Makes `command` the one that says whom the tracker serves. */
export function addTrackerTasks(command: Command, context: CliContext, finish: (exitStatus: number) => void): void {
  command
    .description(
      'Says whom the tracker of the running engine serves. Torrents are info-hashes, magnet links or .torrent files. ' +
        `Policies: ${TRACKER_POLICIES.join(', ')}.`,
    )
    .addArgument(new Argument('<task>', 'what to do').choices(TASKS))
    .argument('[what...]', 'torrents to allow, block or take off the list; or the policy');
  addExamples(command, [
    ['granary tracker policy listed', 'serve what is shared here and what is on the list, at once'],
    ['granary tracker allow debian.torrent', 'put a torrent on the list'],
    ['granary tracker block 89abcdef0123456789abcdef0123456789abcdef', 'never serve it, whatever the policy'],
    ['granary tracker list --json', 'one JSON object for each entry'],
  ]);
  command.action(async (task: Task, what: string[], options: JsonOption) => {
    const wanted = taskOf(task, what);
    if (typeof wanted === 'string') return command.error(`error: ${wanted}`);
    const { runTracker } = await import('./commands/tracker.ts');
    finish(await runTracker(context, { task: wanted, json: isJson(options), flags: flagsOf(command) }));
  });
}

/** The task, or what is wrong with it. */
function taskOf(task: Task, what: readonly string[]): TrackerRequest['task'] | string {
  switch (task) {
    case 'list':
      return what.length === 0 ? { kind: 'list' } : 'list takes no torrents';
    case 'policy': {
      const [policy, ...more] = what;
      if (policy === undefined) return { kind: 'policy' };
      const isKnown = more.length === 0 && (TRACKER_POLICIES as readonly string[]).includes(policy);
      return isKnown
        ? { kind: 'policy', policy: policy as TrackerPolicy }
        : `policies are ${TRACKER_POLICIES.join(', ')}`;
    }
    default:
      return what.length > 0 ? { kind: task, torrents: what } : `${task} needs torrents`;
  }
}
