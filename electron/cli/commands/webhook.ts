import type { ApiEvent, WebhookRow } from '../../../shared/api.ts';
import type { GivenFlags } from '../../engine/settings/options.ts';
import type { CliContext } from '../context.ts';
import { withRunning } from '../engineAccess.ts';
import { printJson, printLines } from '../terminal.ts';
import { type Column, layOut } from '../text/columns.ts';
import { safeText } from '../text/safeText.ts';

export interface WebhookRequest {
  readonly flags: GivenFlags;
  readonly json: boolean;
}

export interface NewWebhookRequest extends WebhookRequest {
  readonly url: string;
  readonly events: readonly ApiEvent[];
  /** Whether a secret is given, instead of made. */
  readonly ownSecret: boolean;
}

/** Adds a webhook and prints the secret that signs what is sent, this once. */
export async function runWebhookAdd(context: CliContext, request: NewWebhookRequest): Promise<number> {
  const { url, events, ownSecret } = request;
  const { out, err } = context.terminal;
  const given = ownSecret ? { secret: await readSecret(context) } : {};
  return withRunning(context, request, async (api) => {
    const { key, secret } = await api.call('webhooks.create', { url, events: [...events], ...given });
    if (request.json) printJson(out, { event: 'webhook.added', key, secret });
    else if (ownSecret) printLines(out, [`Webhook ${key} is told from now on.`]);
    else {
      printLines(out, [secret]);
      printLines(err, [err.style.dim('This secret signs what is sent, and is shown this once.')]);
    }
  });
}

export async function runWebhookList(context: CliContext, request: WebhookRequest): Promise<number> {
  const { out } = context.terminal;
  return withRunning(context, request, async (api) => {
    const { webhooks } = await api.call('webhooks.list', {});
    if (request.json) for (const webhook of webhooks) printJson(out, { event: 'webhook', ...webhook });
    else printLines(out, webhooks.length === 0 ? ['There are no webhooks.'] : webhookLines(webhooks));
  });
}

export async function runWebhookRemove(
  context: CliContext,
  request: WebhookRequest & { key: string },
): Promise<number> {
  const { key } = request;
  const { out } = context.terminal;
  return withRunning(context, request, async (api) => {
    await api.call('webhooks.remove', { key });
    if (request.json) printJson(out, { event: 'webhook.removed', key });
    else printLines(out, [`Webhook ${key} is told nothing from now on.`]);
  });
}

async function readSecret({ secretInput }: CliContext): Promise<string> {
  return secretInput.isTerminal ? secretInput.ask('Secret: ') : secretInput.readLine();
}

const COLUMNS: readonly Column[] = [
  { title: 'WEBHOOK', align: 'right', minWidth: 7 },
  { title: 'ADDRESS', align: 'left', minWidth: 12 },
  { title: 'EVENTS', align: 'left', minWidth: 8 },
  { title: 'SENT', align: 'right', minWidth: 4 },
  { title: 'LOST', align: 'right', minWidth: 4 },
  { title: 'LAST PROBLEM', align: 'left', minWidth: 12 },
];

function webhookLines(webhooks: readonly WebhookRow[]): string[] {
  const rows = webhooks.map(({ key, url, events, delivered, dropped, lastProblem = '' }) => [
    key,
    safeText(url),
    events.join(' '),
    String(delivered),
    String(dropped),
    safeText(lastProblem),
  ]);
  return layOut(COLUMNS, rows, { width: Number.MAX_SAFE_INTEGER, styleCell: (text) => text });
}
