import type { Scope, TokenRow } from '../../../shared/api.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { CliContext } from '../context.ts';
import { withRunning } from '../engineAccess.ts';
import { printJson, printLines } from '../terminal.ts';
import { type Column, layOut } from '../text/columns.ts';
import { safeText } from '../text/safeText.ts';

export interface TokenRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
}

export interface NewTokenRequest extends TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Undefined for one that does not expire. */
  readonly days: number | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a token and prints it, this once. */
export async function runTokenCreate(context: CliContext, request: NewTokenRequest): Promise<number> {
  const { name, scopes, days } = request;
  const { out, err } = context.terminal;
  return withRunning(context, request, async (api) => {
    const expiry = days === undefined ? {} : { expiresAt: Date.now() + days * DAY_MS };
    const { key, token } = await api.call('tokens.create', { name, scopes: [...scopes], ...expiry });
    if (request.json) printJson(out, { event: 'token', key, token });
    else {
      printLines(out, [token]);
      printLines(err, [err.style.dim('This is the only time it is shown: only its digest is kept.')]);
    }
  });
}

export async function runTokenList(context: CliContext, request: TokenRequest): Promise<number> {
  const { out } = context.terminal;
  return withRunning(context, request, async (api) => {
    const { tokens } = await api.call('tokens.list', {});
    if (request.json) for (const token of tokens) printJson(out, { event: 'token', ...token });
    else printLines(out, tokens.length === 0 ? ['There are no tokens.'] : tokenLines(tokens));
  });
}

export async function runTokenRevoke(context: CliContext, request: TokenRequest & { key: string }): Promise<number> {
  const { out } = context.terminal;
  return withRunning(context, request, async (api) => {
    await api.call('tokens.revoke', { key: request.key });
    if (request.json) printJson(out, { event: 'token.revoked', key: request.key });
    else printLines(out, [`Token ${request.key} is refused from now on.`]);
  });
}

const COLUMNS: readonly Column[] = [
  { title: 'TOKEN', align: 'right', minWidth: 5 },
  { title: 'NAME', align: 'left', minWidth: 12 },
  { title: 'SCOPES', align: 'left', minWidth: 8 },
  { title: 'LAST USED', align: 'left', minWidth: 10 },
  { title: 'EXPIRES', align: 'left', minWidth: 10 },
];

function tokenLines(tokens: readonly TokenRow[]): string[] {
  const rows = tokens.map(({ key, name, scopes, lastUsedAt, expiresAt, isExpired }) => [
    key,
    safeText(name),
    scopes.join(' '),
    lastUsedAt === undefined ? 'never' : dayOf(lastUsedAt),
    expiresAt === undefined ? 'never' : isExpired ? 'expired' : dayOf(expiresAt),
  ]);
  return layOut(COLUMNS, rows, { width: Number.MAX_SAFE_INTEGER, styleCell: (text) => text });
}

/** `2026-11-30`. */
function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
