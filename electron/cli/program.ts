import { Argument, Command } from 'commander';
import type { CliContext } from './context.ts';
import { SETTINGS, settingOf } from '../engine/settings/options.ts';
import {
  addContentOptions,
  addExamples,
  addSettings,
  type ContentOptions,
  contentOf,
  flagsOf,
  type JsonOption,
  isJson,
  jsonOption,
  repeatable,
  shareArgument,
} from './programOptions.ts';
import { addTokenTasks } from './tokenCommand.ts';
import { addTrackerTasks } from './trackerCommand.ts';
import { addWebhookTasks } from './webhookCommand.ts';

/**
 * The command line as commander sees it: names, arguments, options and help. What a command does is loaded when it runs, so
 * that help is instant and each command pays only for itself.
 */
export function createProgram(context: CliContext, finish: (exitStatus: number) => void): Command {
  const program = new Command('granary')
    .description('Shares big files over a local network, with every BitTorrent client.')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand(false)
    .addHelpText('after', OVERVIEW);
  for (const add of [
    addShare,
    addServe,
    addCreate,
    addList,
    addShow,
    addRemove,
    addVerify,
    addBackup,
    addStatus,
    addConsole,
    addTracker,
    addToken,
    addWebhook,
  ]) {
    add(program, context, finish);
  }
  addHelp(program, context);
  return program;
}

const OVERVIEW = `
Start here:
  granary share ./holiday-photos      share a folder until Ctrl-C
  granary serve                       run in the background of a server

Without a command the engine is started, as by "granary serve".
More: granary help configuration, granary help json, granary help exit-codes`;

interface CreateOptions {
  readonly output?: string;
  readonly force?: boolean;
  /** False for `--no-tracker`, true when neither was given. */
  readonly tracker?: boolean | readonly string[];
}

interface OpenOption {
  readonly open?: boolean;
}

interface ConsoleOptions extends JsonOption, OpenOption {
  readonly network?: boolean;
  readonly remove?: boolean;
}

type AddCommand = (program: Command, context: CliContext, finish: (exitStatus: number) => void) => void;

const addShare: AddCommand = (program, context, finish) => {
  const command = program
    .command('share')
    .summary('share files and folders until Ctrl-C')
    .description(
      'Shares files and folders with everyone on the network until Ctrl-C: makes the torrent, tracks it and seeds it. ' +
        'Your files stay where they are and are only read. If an engine runs already, it takes the share.',
    )
    .argument('<path...>', 'files and folders; several become one share');
  addContentOptions(command);
  addSettings(command, SETTINGS);
  addExamples(command, [
    ['granary share ./holiday-photos', 'a folder, with a live table of who fetches it'],
    ['granary share movie.mkv --interface eth0', 'one file, on one network only'],
    ['granary share big/ --json | tee share.log', 'for scripts: one JSON object a line'],
  ]);
  command.action(async (paths: string[], options: ContentOptions) => {
    const { runShare } = await import('./commands/share.ts');
    finish(await runShare(context, { paths, ...contentOf(options), flags: flagsOf(command) }));
  });
};

const addServe: AddCommand = (program, context, finish) => {
  const command = program
    .command('serve')
    .summary('run the engine and share again what was shared before')
    .description('Runs the engine until Ctrl-C or a signal, and shares again everything that was shared before.');
  command.addOption(jsonOption()).option('--open', 'open the console in the browser of this computer');
  addSettings(command, SETTINGS);
  addExamples(command, [
    ['granary serve', 'then, elsewhere: granary share PATH, granary list'],
    ['granary serve --data-dir /srv/granary --port 6969', 'as a service of a server'],
  ]);
  command.action(async (options: JsonOption & OpenOption) => {
    const { runServe } = await import('./commands/serve.ts');
    finish(await runServe(context, { json: isJson(options), open: options.open === true, flags: flagsOf(command) }));
  });
};

const addCreate: AddCommand = (program, context, finish) => {
  const command = program
    .command('create')
    .summary('only write a .torrent file')
    .description('Writes a .torrent file and nothing else: nothing is shared, no engine is started.')
    .argument('<path...>', 'files and folders; several become one torrent')
    .option('-o, --output <file>', 'where to write it (default: the name with .torrent, here)')
    .option('-f, --force', 'replace the file if it exists')
    .addOption(repeatable('--tracker <url>', 'tracker to name; may be repeated, each is a tier of its own'))
    .option('--no-tracker', 'name no tracker (default: this computer, at its addresses of now)');
  addContentOptions(command);
  addSettings(command, [settingOf('dataDir'), settingOf('port'), settingOf('peerPort'), settingOf('interfaces')]);
  addExamples(command, [
    ['granary create ./holiday-photos -o photos.torrent', 'trackers: this computer'],
    ['granary create disk.iso --tracker http://10.0.0.5:6969/announce', 'a tracker elsewhere'],
  ]);
  command.action(async (paths: string[], options: ContentOptions & CreateOptions) => {
    const { runCreate } = await import('./commands/create.ts');
    const { output, force = false, tracker } = options;
    const trackers = tracker === false ? [] : Array.isArray(tracker) ? tracker : undefined;
    finish(
      await runCreate(context, {
        paths,
        ...contentOf(options),
        force,
        ...(output === undefined ? {} : { output }),
        ...(trackers === undefined ? {} : { trackers }),
        flags: flagsOf(command),
      }),
    );
  });
};

const addList: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'list', 'show what is shared').description(
    'Shows what is shared, one line each.',
  );
  addExamples(command, [['granary list --json', 'one JSON object for each share']]);
  command.action(async (options: JsonOption) => {
    const { runList } = await import('./commands/list.ts');
    finish(await runList(context, { json: isJson(options), flags: flagsOf(command) }));
  });
};

const addShow: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'show', 'show links, files and peers of one share')
    .description('Shows links, trackers, files, figures and peers of one share.')
    .addArgument(shareArgument());
  addExamples(command, [
    ['granary show 89abcdef', 'by the beginning of the info-hash'],
    ['granary show "holiday photos"', 'by name'],
  ]);
  command.action(async (share: string, options: JsonOption) => {
    const { runShow } = await import('./commands/show.ts');
    finish(await runShow(context, { share, json: isJson(options), flags: flagsOf(command) }));
  });
};

const addRemove: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'remove', 'end shares; files are never deleted')
    .description('Ends shares and forgets them. Your files stay where they are; Granary never deletes any.')
    .argument('<share...>', 'names, info-hashes or beginnings of info-hashes');
  addExamples(command, [['granary remove "holiday photos"', 'end one share']]);
  command.action(async (shares: string[], options: JsonOption) => {
    const { runRemove } = await import('./commands/remove.ts');
    finish(await runRemove(context, { shares, json: isJson(options), flags: flagsOf(command) }));
  });
};

const addVerify: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'verify', 'hash a share’s files again')
    .description('Hashes the files of a share again and tells whether they are what was shared. Exit status 65 if not.')
    .addArgument(shareArgument());
  addExamples(command, [['granary verify "holiday photos" && echo intact', 'in a script']]);
  command.action(async (share: string, options: JsonOption) => {
    const { runVerify } = await import('./commands/verify.ts');
    finish(await runVerify(context, { share, json: isJson(options), flags: flagsOf(command) }));
  });
};

const addBackup: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'backup', 'copy the database, also while the engine runs')
    .description(
      'Writes a consistent copy of the database, also while the engine runs. To restore, put it in its place.',
    )
    .argument('<file>', 'where to write the copy');
  addExamples(command, [['granary backup /backup/granary.db', 'for a nightly job']]);
  command.action(async (file: string, options: JsonOption) => {
    const { runBackup } = await import('./commands/backup.ts');
    finish(await runBackup(context, { file, json: isJson(options), flags: flagsOf(command) }));
  });
};

const addStatus: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'status', 'show whether an engine runs, and how it does').description(
    'Shows whether an engine runs for the data directory, and how it does. Exit status 3 if none runs.',
  );
  addExamples(command, [['granary status > /dev/null || granary serve', 'start it if it does not run']]);
  command.action(async (options: JsonOption) => {
    const { runStatus } = await import('./commands/status.ts');
    finish(await runStatus(context, { json: isJson(options), flags: flagsOf(command) }));
  });
};

const addConsole: AddCommand = (program, context, finish) => {
  const command = storedCommand(program, 'console', 'print a sign-in link of the web console')
    .description(
      'Prints a fresh link that signs in to the web console of the running engine. With "password": sets a password, ' +
        'asked for twice or read from standard input, which also opens the console to --console-interface.',
    )
    .addArgument(new Argument('[what]', 'password: set the console’s password').choices(['password']))
    .option('--network', 'a link for other machines, at the addresses of --console-interface')
    .option('--open', 'open the link in the browser of this computer')
    .option('--remove', 'with password: remove it');
  addExamples(command, [
    ['granary console', 'a link for this computer'],
    ['granary console password', 'so that others can sign in over the network'],
    ['granary console password < password.txt', 'in a script'],
  ]);
  command.action(async (what: string | undefined, options: ConsoleOptions) => {
    const { runConsole, runConsolePassword } = await import('./commands/console.ts');
    const { network = false, open = false, remove = false } = options;
    const common = { json: isJson(options), flags: flagsOf(command) };
    if (what === 'password') finish(await runConsolePassword(context, { ...common, remove }));
    else finish(await runConsole(context, { ...common, network, open }));
  });
};

const addTracker: AddCommand = (program, context, finish) => {
  addTrackerTasks(storedCommand(program, 'tracker', 'say whom the tracker serves'), context, finish);
};

const addToken: AddCommand = (program, context, finish) => {
  addTokenTasks(storedCommand(program, 'token', 'make, list and revoke tokens of the API'), context, finish);
};

const addWebhook: AddCommand = (program, context, finish) => {
  addWebhookTasks(storedCommand(program, 'webhook', 'have an address told what happens'), context, finish);
};

function addHelp(program: Command, context: CliContext): void {
  program
    .command('help')
    .summary('explain a command, or: configuration, json, exit-codes')
    .description('Explains a command, or one of the topics configuration, json and exit-codes.')
    .argument('[topic]', 'a command or a topic')
    .action(async (topic: string | undefined) => {
      const command = program.commands.find((each) => each.name() === topic);
      if (topic === undefined) program.outputHelp();
      else if (command !== undefined) command.outputHelp();
      else {
        const { helpTopic } = await import('./helpTopics.ts');
        context.terminal.out.write(`${helpTopic(topic)}\n`);
      }
    });
}

/** A command that works on what is stored, with or without a running engine. */
function storedCommand(program: Command, name: string, summary: string): Command {
  const command = program.command(name).summary(summary).addOption(jsonOption());
  return addSettings(command, [settingOf('dataDir')]);
}
