import type { TokenRow, WebhookRow } from '../../../shared/api.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../shared/contract.ts';

type ApiCommand = Extract<CommandName, `tokens.${string}` | `webhooks.${string}`>;

export interface MockApi {
  readonly handlers: { readonly [Name in ApiCommand]: (params: ParsedParams<Name>) => CommandResult<Name> };
  /** Newest first. */
  tokens(): readonly TokenRow[];
}

/** Tokens and webhooks that are kept, and let nobody in. */
export function createMockApi(now: () => number = Date.now): MockApi {
  let tokens: readonly TokenRow[] = [];
  let webhooks: readonly WebhookRow[] = [];
  let last = 0;
  return {
    tokens: () => tokens,
    handlers: {
      'tokens.create': ({ name, scopes, expiresAt }) => {
        const key = String(++last);
        const row = { key, name, scopes, createdAt: now(), createdBy: { kind: 'window' }, isExpired: false };
        tokens = [{ ...row, ...(expiresAt !== undefined && { expiresAt }) }, ...tokens];
        return { key, token: `granary_mock-${key}` };
      },
      'tokens.revoke': ({ key }) => {
        tokens = tokens.filter((token) => token.key !== key);
        return {};
      },
      'tokens.list': () => ({ tokens: [...tokens] }),
      'webhooks.create': ({ url, events, secret = 'a secret of the mock' }) => {
        const key = String(++last);
        webhooks = [...webhooks, { key, url, events, createdAt: now(), delivered: 0, dropped: 0, waiting: 0 }];
        return { key, secret };
      },
      'webhooks.remove': ({ key }) => {
        webhooks = webhooks.filter((webhook) => webhook.key !== key);
        return {};
      },
      'webhooks.list': () => ({ webhooks: [...webhooks] }),
    },
  };
}
