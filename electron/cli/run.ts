import { CommanderError } from 'commander';
import { GranaryError } from '../engine/errors.ts';
import type { CliContext } from './context.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './reportFailure.ts';

/** Runs one command line (without the program's own name) and resolves with its exit status. Never rejects. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const { terminal, environment } = context;
  let exitStatus = 0;
  try {
    const program = createProgram(context, (status) => {
      exitStatus = status;
    });
    for (const command of [program, ...program.commands]) {
      command.exitOverride().configureOutput({
        writeOut: (text) => terminal.out.write(text),
        writeErr: (text) => terminal.err.write(text),
        outputError: () => undefined,
        getOutHelpWidth: () => Math.min(terminal.out.size().columns, MAX_HELP_COLUMNS),
      });
    }
    await program.parseAsync(args.length === 0 ? ['serve'] : args, { from: 'user' });
    return exitStatus;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = error instanceof CommanderError ? wrongUse(error) : error;
    const json = optionsOf(args).includes('--json');
    return reportFailure(failure, terminal, { json, debug: Boolean(environment['GRANARY_DEBUG']) });
  }
}

const MAX_HELP_COLUMNS = 100;

function wrongUse(error: CommanderError): GranaryError {
  const [message = '', ...advice] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = advice.join(' ').replace(/^\((.*)\)$/, '$1');
  return new GranaryError('bad-input', message, { hint: suggestion || 'granary --help explains the commands' });
}

/** What stands before a lone `--`; the rest are paths, whatever they look like. */
function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}
