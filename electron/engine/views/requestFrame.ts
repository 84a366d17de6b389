import { clientCommands, type ClientCommandName, type ParsedClientParams } from '../../../shared/contract.ts';
import { type RequestFrame, requestFrameSchema } from '../../../shared/frames.ts';
import { GranaryError } from '../errors.ts';

/** A request as it comes over a WebSocket. Undefined for everything else. */
export function parseRequestFrame(text: string): RequestFrame | undefined {
  try {
    return requestFrameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Throws `bad-input` that names the parameter. */
export function parseParams<Name extends ClientCommandName>(command: Name, params: unknown): ParsedClientParams<Name> {
  const parsed = clientCommands[command].params.safeParse(params);
  if (parsed.success) return parsed.data as ParsedClientParams<Name>;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'its parameters' : issue.path.join('.');
  throw new GranaryError('bad-input', `${command} was not understood: ${where}: ${issue?.message ?? 'not valid'}`);
}
