import type { Actor } from '../../../../shared/actor.ts';
import type { ActivityKind } from '../../../../shared/activityKinds.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../../../shared/contract.ts';
import type { ActivityLog } from '../../activity/activityLog.ts';
import type { ApiTokens } from './apiTokens.ts';
import type { Webhooks } from './webhooks.ts';

export interface ApiCommandDeps {
  readonly tokens: ApiTokens;
  readonly webhooks: Webhooks;
  readonly records: { readonly activity: Pick<ActivityLog, 'note'> };
}

type ApiCommand = Extract<CommandName, `tokens.${string}` | `webhooks.${string}`>;

type ApiHandlers = {
  readonly [Name in ApiCommand]: (params: ParsedParams<Name>, by: Actor) => CommandResult<Name>;
};

/** Who may use the API, and who is told of what happens. Who changed that is noted. */
export function apiCommandHandlers({ tokens, webhooks, records }: ApiCommandDeps): ApiHandlers {
  function note(kind: ActivityKind, by: Actor, values: Readonly<Record<string, string | undefined>>): void {
    records.activity.note({ kind, values: { ...values, by: by.kind, byName: by.name } });
  }

  return {
    'tokens.create': (wanted, by) => {
      const made = tokens.create(wanted, by);
      note('token-made', by, { name: wanted.name, message: wanted.scopes.join(', ') });
      return made;
    },
    'tokens.revoke': ({ key }, by) => {
      const name = tokens.rows().find((row) => row.key === key)?.name;
      tokens.revoke(key);
      note('token-revoked', by, { name });
      return {};
    },
    'tokens.list': () => ({ tokens: [...tokens.rows()] }),
    'webhooks.create': (wanted, by) => {
      const made = webhooks.create(wanted);
      note('webhook-made', by, { name: hostOf(wanted.url), message: wanted.events.join(', ') });
      return made;
    },
    'webhooks.remove': ({ key }, by) => {
      const url = webhooks.rows().find((row) => row.key === key)?.url;
      webhooks.remove(key);
      note('webhook-removed', by, { name: url && hostOf(url) });
      return {};
    },
    'webhooks.list': () => ({ webhooks: [...webhooks.rows()] }),
  };
}

/** What stands behind it is often as good as a password. */
function hostOf(url: string): string {
  return new URL(url).host;
}
