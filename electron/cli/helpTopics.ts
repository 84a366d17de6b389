import { ERROR_CODES, exitStatusOf, GranaryError } from '../engine/errors.ts';
import { NOT_RUNNING_STATUS } from './commands/status.ts';
import { SOME_REFUSED_STATUS } from './commands/trackerEntries.ts';
import { defaultDataDirText } from '../engine/settings/defaultDataDir.ts';
import { isInSettingsFile, SETTINGS, type Setting, standardTextOf } from '../engine/settings/options.ts';
import { fit, widthOf } from './text/columns.ts';

/** Longer explanations than `--help` has room for. Throws `bad-input` for a topic that is none. */
export function helpTopic(topic: string): string {
  const text = topics[topic];
  if (text !== undefined) return text();
  throw new GranaryError('bad-input', `there is no help on "${topic}"`, {
    hint: `the topics are ${Object.keys(topics).join(', ')} and every command`,
  });
}

const topics: Readonly<Record<string, () => string>> = {
  configuration: configurationHelp,
  json: () => JSON_HELP,
  'exit-codes': exitCodesHelp,
};

/** A Markdown table, so that the same text stands in the README. */
export function configurationTable(): string {
  return markdownTable([
    ['Flag', 'Environment', 'settings.json', 'Default', 'What it is'],
    ...SETTINGS.map((setting) => [
      `\`${setting.flag}\``,
      `\`${setting.environment}\``,
      isInSettingsFile(setting) ? `\`"${setting.key}": ${exampleOf(setting)}\`` : '',
      standardTextOf(setting),
      setting.summary,
    ]),
  ]);
}

function configurationHelp(): string {
  return `Settings come from flags, then the environment, then settings.json in the data directory, then the defaults:
the first that says something wins. On this computer the data directory is ${defaultDataDirText()} by default.
A port that you set is taken or Granary stops with an error; a default port gives way to a free one if it is busy.

${configurationTable()}

NO_COLOR=1 turns colours off. GRANARY_DEBUG=1 adds stack traces to errors.`;
}

function exampleOf({ kind, standard, standardText, items, example = '' }: Setting): string {
  switch (kind) {
    case 'names':
      return JSON.stringify([items?.example ?? 'eth0']);
    case 'bytes':
      return `"${standardText}"`;
    case 'choice':
      return JSON.stringify(standard);
    case 'file':
      return JSON.stringify(example);
    default:
      return String(standard);
  }
}

const JSON_HELP = `With --json every command prints one JSON object a line on standard output, each with an "event".

share         the first line, once everything listens:
              {"event":"ready","infoHash","name","bytes","pieceLength","magnet","torrentUrl","trackerPort","peerPort"}
              then, as things happen:
              {"event":"share.changed","infoHash","share"}   the share's state and figures
              {"event":"peers","infoHash","connected","announced"}   at most once a second
              {"event":"notice","level","message"}
              {"event":"stopped","infoHash","why"}   why: stopped, left, removed, engine-stopping, connection-lost
serve         {"event":"ready","trackerPort","peerPort","controlPort","dataDir","shares","console"}
              then share.changed, share.removed {"infoHash"}, notice, stopped
create        {"event":"created","file","infoHash","name","bytes","pieceLength","pieces","files","trackers","skipped"}
list          {"event":"share","isEngineRunning","share"} for each share
show          {"event":"share","isEngineRunning","share","files","connected","announced"}
remove        {"event":"share.removed","infoHash","name"} for each share
verify        {"event":"verified","infoHash","name","intact","badPieces","firstBadFile"}
backup        {"event":"backup","file","bytes"}
console       {"event":"console","links","expiresInSeconds"}
              password: {"event":"console.password","isSet","addresses"}
tracker       list: {"event":"tracker.entry","entry"} for each; policy: {"event":"tracker.policy","policy"}
              allow, block: {"event":"tracker.listed","verdict","listed","rejected"}; unlist: {"event":"tracker.unlisted","unlisted","rejected"}
token         {"event":"token","key","token"}; list: one line each,
              {"event":"token","key","name","scopes","createdAt","createdBy","isExpired","expiresAt","lastUsedAt"};
              revoke: {"event":"token.revoked","key"}
webhook       add: {"event":"webhook.added","key","secret"}; list: one line each,
              {"event":"webhook","key","url","events","createdAt","delivered","dropped","waiting","lastProblem"};
              remove: {"event":"webhook.removed","key"}
status        {"event":"status","isEngineRunning", and the engine's figures if it runs}
any, failed   {"event":"error","code","message","hint","exitStatus"}

Bytes are bytes, rates bytes per second, times milliseconds since 1970. Messages for people go to standard error.`;

function exitCodesHelp(): string {
  const byStatus = Map.groupBy(ERROR_CODES, exitStatusOf);
  const failures = [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [String(status), codes.join(', ')]);
  const rows = [
    ['0', 'done; for share and serve: stopped as asked'],
    [String(SOME_REFUSED_STATUS), 'tracker: some torrents were refused, and named'],
    [String(NOT_RUNNING_STATUS), 'status: no engine is running'],
    ...failures,
  ];
  return `Exit status, and the codes in "code" of --json:\n\n${rows.map(([status = '', what]) => `${status.padStart(5)}  ${what}`).join('\n')}`;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [titles = []] = rows;
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = rows.map((row) => `| ${widths.map((width, column) => fit(row[column] ?? '', width)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
