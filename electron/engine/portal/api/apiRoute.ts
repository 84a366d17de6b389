import { z } from 'zod';
import type { Actor } from '../../../../shared/actor.ts';
import type { Scope } from '../../../../shared/api.ts';
import { type CommandName, commands, type EngineApi } from '../../../../shared/contract.ts';
import { MAX_WINDOW_ROWS, rowSchemas, type ViewKind, viewSpecSchema } from '../../../../shared/views.ts';
import { GranaryError } from '../../errors.ts';
import type { OpenRowSource } from '../../views/rowSource.ts';
import { createViewList, queryOf } from '../../views/viewList.ts';

/** One thing that the API can do. The table of them is apiRoutes.ts; server and document are made from it. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with `{name}` for the parameters that stand in it. */
  readonly path: string;
  readonly scope: Scope;
  /** For the document: a name that programs generated from it give the call, and a sentence. */
  readonly id: string;
  readonly summary: string;
  /** Of path, query (GET, DELETE) or JSON body (the others), all in one. */
  readonly input: z.ZodObject;
  readonly result: z.ZodType;
  /** Input of a request that works where what it names is there. */
  readonly example: Readonly<Record<string, unknown>>;
  run(input: Readonly<Record<string, unknown>>, context: ApiContext): Promise<unknown>;
}

export interface ApiContext {
  /** With what a token may not do over the network taken out. */
  readonly api: EngineApi;
  readonly openSource: OpenRowSource;
  readonly by: Actor;
}

export interface RouteWords extends Pick<ApiRoute, 'scope' | 'summary'> {
  /** Nothing for a route that needs no input. */
  readonly example?: ApiRoute['example'];
}

/** A route that is one command of the contract. */
export function ofCommand(
  at: `${ApiRoute['method']} /${string}`,
  name: CommandName,
  { example = {}, ...words }: RouteWords,
): ApiRoute {
  const { params: input, result } = commands[name];
  return {
    ...placeOf(at),
    ...words,
    id: idOf(name),
    input,
    result,
    example,
    // Checked by the command itself, which names what is wrong.
    run: (params, { api, by }) => api.call(name, params, by),
  };
}

export interface ViewWords extends RouteWords {
  readonly columns?: readonly [string, ...string[]];
  /** What the view is of, besides filter and window. */
  readonly of?: z.ZodRawShape;
}

/** A route that reads a view of the contract: sorted, filtered and cut as the window sees it. */
export function ofView(
  path: `/${string}`,
  kind: ViewKind,
  { example = {}, columns, of = {}, ...words }: ViewWords,
): ApiRoute {
  const sort = columns && {
    sort: z.enum(columns).default(columns[0]),
    direction: z.enum(['ascending', 'descending']).default('ascending'),
  };
  const input = z.object({ ...of, ...sort, ...LIST_INPUT });
  return {
    ...placeOf(`GET ${path}`),
    ...words,
    id: `list${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
    input,
    result: z.object({ total: z.number(), first: z.number(), rows: z.array(rowSchemas[kind]) }),
    example,
    async run(given, { openSource }) {
      const { first, count, filter, sort: column, direction, ...rest } = parseInput(input, given);
      const spec = viewSpecSchema.safeParse({
        ...rest,
        kind,
        filter,
        window: { first, count },
        ...(columns && { sort: { column, direction } }),
      });
      if (!spec.success) throw badInput(spec.error);
      const { total, first: at, rows } = createViewList(openSource(spec.data)).page(queryOf(spec.data));
      return { total, first: at, rows };
    },
  };
}

const LIST_INPUT = {
  filter: z.string().max(200).default(''),
  first: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(1).max(MAX_WINDOW_ROWS).default(100),
};

/** `GET /shares/{infoHash}` in two. */
function placeOf(at: string): Pick<ApiRoute, 'method' | 'path'> {
  const [method = '', path = ''] = at.split(' ');
  return { method: method as ApiRoute['method'], path };
}

/** `shares.create` as `createShares` would puzzle nobody, but `sharesCreate` is found beside its like. */
function idOf(name: CommandName): string {
  return name.replace(/\.([a-z])/, (_, letter: string) => letter.toUpperCase());
}

/** Throws `bad-input` that names the parameter. */
export function parseInput(input: z.ZodObject, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = input.safeParse(given);
  if (parsed.success) return parsed.data;
  throw badInput(parsed.error);
}

function badInput({ issues: [issue] }: z.ZodError): GranaryError {
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return new GranaryError('bad-input', `${where}${issue?.message ?? 'the parameters make no sense'}`);
}
