import type { Actor } from '../../../../shared/actor.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../../shared/contract.ts';
import type { ApiTokens } from './apiTokens.ts';
import type { Webhooks } from './webhooks.ts';

export interface ApiCommandDeps {
  readonly tokens: ApiTokens;
  readonly webhooks: Webhooks;
}

type ApiCommand = Extract<CommandName, `tokens.${string}` | `webhooks.${string}`>;

type ApiHandlers = {
  readonly [Name in ApiCommand]: (params: ParsedParams<Name>, by: Actor) => CommandResult<Name>;
};

/** Who may use the API, and who is told of what happens. */
export function apiCommandHandlers({ tokens, webhooks }: ApiCommandDeps): ApiHandlers {
  return {
    'tokens.create': (wanted, by) => tokens.create(wanted, by),
    'tokens.revoke': ({ key }) => {
      tokens.revoke(key);
      return {};
    },
    'tokens.list': () => ({ tokens: [...tokens.rows()] }),
    'webhooks.create': (wanted) => webhooks.create(wanted),
    'webhooks.remove': ({ key }) => {
      webhooks.remove(key);
      return {};
    },
    'webhooks.list': () => ({ webhooks: [...webhooks.rows()] }),
  };
}
