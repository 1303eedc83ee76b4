import { commands } from '../../packages/cli/src/main.ts';
import { table } from './table.ts';

type CommandSpec = (typeof commands)[number];

/** Every command of the command line, from the same data the command line is made of. */
export function commandPage(): string {
  return `# Commands

Every command takes these options before or after its words. [In scripts](guides/scripts.md) shows them at work.

| option                      |                                                                                                 |
| --------------------------- | ----------------------------------------------------------------------------------------------- |
| \`-o\`, \`--format <format>\` | \`table\`, \`wide\` (all columns, nothing cut), \`json\`, \`yaml\`, \`csv\` or \`name\` (refs alone)     |
| \`--json\`                  | the same as \`-o json\`                                                                         |
| \`--query <expression>\`    | a part of the JSON result, in [JMESPath](https://jmespath.org)                                  |
| \`--columns <titles>\`      | these columns in this order, with commas between them                                           |
| \`--progress <form>\`       | progress and errors on stderr as \`text\`, \`json\` (an object per line), or \`none\`             |
| \`-q\`, \`--quiet\`         | no progress and no notes; the result and errors stay                                            |
| \`--debug\`                  | requests, answers, retries and waits on stderr, without secrets; as \`POLYNAT_LOG=http\`            |
| \`--config <file>\`         | another configuration file                                                                      |
| \`--timeout <duration>\`    | how long to wait in total, such as \`90s\`, \`10min\` or \`2h\`                                 |

A command that changes something also takes \`--yes\`; with \`--dry-run\` it shows the effects and the first request that would change something, and sends none.
Lists take \`--watch\`, and print again what has changed. Results go to stdout, progress and errors to stderr. A table longer than the terminal
opens in the pager that \`POLYNAT_PAGER\` or \`PAGER\` names. Exit codes: 0 done, 1 failed, 2 wrong usage or invalid input, 3 not found,
4 unsupported on that cloud, 5 a plan with blocking gaps, 6 differences found, 7 not confirmed.

A gateway is named as a list prints it: \`alias:region/id\`, or \`alias:region/network/id\`.

Runs and interrupted waits are kept in the folder that \`POLYNAT_STATE\` names, unless the configuration file has \`state\`; without both it is
\`~/.local/state/polynat/runs\`.

Generated from the commands themselves by \`npm run docs\`.
${[...grouped()].map(([group, members]) => section(group, members)).join('')}`;
}

/** Under which title a command stands, by its first word; the other titles are that word itself. */
const titles: Readonly<Record<string, string>> = {
  clouds: 'clouds',
  capabilities: 'clouds',
  networks: 'clouds',
  export: 'moving gateways',
  plan: 'moving gateways',
  apply: 'moving gateways',
  migrate: 'moving gateways',
  resume: 'moving gateways',
  rollback: 'moving gateways',
  runs: 'moving gateways',
  verify: 'moving gateways',
  drift: 'moving gateways',
};

const groupOf = ({ usage }: CommandSpec): string => {
  const [first = '', second = '<'] = usage.split(' ');
  return titles[first] ?? (/^[<[]/.test(second) ? 'tools' : first);
};

function grouped(): Map<string, CommandSpec[]> {
  const groups = new Map<string, CommandSpec[]>();
  for (const command of commands)
    groups.set(groupOf(command), [...(groups.get(groupOf(command)) ?? []), command]);
  return groups;
}

const section = (group: string, members: readonly CommandSpec[]): string => `
## ${group}

${table(
  ['command', 'what it does', 'options'],
  members.map(({ usage, summary, options = [] }) => [
    `\`polynat ${usage}\``,
    summary.replaceAll('<', '&lt;'),
    options.map(([flags, words]) => `\`${flags}\` ${words}`).join('<br>'),
  ]),
)}
`;
