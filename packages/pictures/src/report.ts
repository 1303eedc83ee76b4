import type { Difference, Gap, GatewayDocument, MigrationPlan, Step } from '@polynat/migrate';
import { markup } from './escape.ts';
import { counted, type Drawable, type Flow, pictureOf } from './picture.ts';
import { plannedGateway } from './planned-gateway.ts';
import { style } from './report-style.ts';
import { svgOf } from './svg.ts';

/** What a report tells of a plan. */
export interface Report {
  readonly plan: MigrationPlan;
  /** The source, or the gateway that the plan changes; without it the report shows only what will be. */
  readonly before?: GatewayDocument;
}

/**
 * A plan as one HTML file for reviewers, owners of firewalls and paper: no script, no other file, no link to anywhere. Every text of
 * a cloud is escaped.
 */
export function reportOf({ plan, before }: Report): string {
  const after = plannedGateway(plan, before);
  const title = `Plan ${plan.id.slice(0, 8)}: ${plan.source.ref ?? 'document'} → ${plan.target.ref ?? plan.target.cloud}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${markup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${[
  head(plan, title),
  pictures(before, after),
  addressPairs(plan),
  flows(plan),
  gaps(plan),
  steps(plan),
  rules('Rules before', before),
  rules(before ? 'Rules after' : 'Rules', after),
].join('\n')}
</main>
</body>
</html>
`;
}

function head({ id, made, kind, blocked, stages, cutOver }: MigrationPlan, title: string): string {
  const count = stages.reduce((sum, stage) => sum + stage.steps.length, cutOver?.finalize.length ?? 0);
  const state = blocked
    ? '<p class="blocked">Blocked: it cannot be applied before the blocking gaps are decided.</p>'
    : '';
  return `<h1>${markup(title)}</h1>
<p class="facts">${kind}, ${counted(count, 'step')}, made ${markup(made)}, id <code>${markup(id)}</code></p>
${state}`;
}

function pictures(before: Drawable | undefined, after: Drawable): string {
  const figures = [...(before ? [['Before', before] as const] : []), ['After', after] as const];
  return `<section class="pictures">
${figures.map(([title, drawable]) => `<figure><figcaption>${title}</figcaption>${svgOf(drawable)}</figure>`).join('\n')}
</section>`;
}

/** What owners of firewalls and DNS need. */
function addressPairs({ changes, cutOver }: MigrationPlan): string {
  if (changes.length === 0) return '';
  const rows = changes.map((change) => change.split(' → ', 2));
  const routes =
    cutOver?.routes === 'manual'
      ? '<p>The new gateway carries no traffic until a route table points at it.</p>'
      : '';
  return section(
    'Public IP changes (update firewalls and DNS)',
    `${table(['Before', 'After'], rows, 'pairs')}${routes}`,
  );
}

function flows({ flows: differences }: MigrationPlan): string {
  if (!differences) return '';
  const title = 'Flows that change';
  if (differences.length === 0) return section(title, '<p>None: the rules have the same effect.</p>');
  return section(title, table(['Flow', 'Before', 'After'], differences.map(flowRow)));
}

const flowRow = ({ packet, covers, before, after }: Difference): readonly string[] => [
  covers > 1 ? `${packet} and ${(covers - 1).toLocaleString('en')} more` : packet,
  before,
  after,
];

/** As `renderPlan` groups them. */
function gaps({ gaps: all }: MigrationPlan): string {
  const groups: readonly (readonly [title: string, gaps: readonly Gap[]])[] = [
    ['Blocking gaps', all.filter(({ severity }) => severity === 'blocking')],
    ['Accepted gaps', all.filter(({ accepted }) => accepted)],
    ['Other gaps', all.filter(({ severity, accepted }) => severity !== 'blocking' && !accepted)],
  ];
  return groups
    .filter(([, list]) => list.length > 0)
    .map(([title, list]) =>
      section(
        `${title} (${list.length})`,
        table(
          ['What', 'Where', 'Why', 'What to do'],
          list.map(({ what, where, why, remedy }) => [what, where, why, remedy]),
          'gaps',
        ),
      ),
    )
    .join('\n');
}

function steps({ stages, cutOver }: MigrationPlan): string {
  const rows = [
    ...stages.flatMap(({ title, steps }) => steps.map((step) => [title, step.summary, costOf(step)])),
    ...(cutOver
      ? [
          ['cut over', 'you switch routes, firewalls and DNS, and say so with `polynat cut-over RUN`', ''],
          ...(cutOver.soak === undefined
            ? []
            : [
                [
                  'soak',
                  `keep both gateways for ${cutOver.soak}, and compare them meanwhile`,
                  'both are billed',
                ],
              ]),
          ...(cutOver.finalize.length === 0
            ? [['finalize', 'leave the source as it is', 'the source is still billed']]
            : cutOver.finalize.map((step) => ['finalize', step.summary, costOf(step)])),
        ]
      : []),
  ];
  const note = cutOver
    ? '<p>Until <code>polynat finalize RUN</code>, <code>polynat rollback RUN</code> undoes everything.</p>'
    : '';
  const numbered = rows.map((cells, index) => [`${index + 1}`, ...cells]);
  const untold = stages
    .flatMap((stage) => stage.steps)
    .flatMap((step) => (step.kind === 'preflight' ? [untoldBy(step.args)] : []));
  return section(
    'Steps',
    `${table(['', 'Stage', 'Step', 'Cost'], numbered, 'steps')}${untold.join('')}${note}`,
  );
}

/** What is known only once the orders are placed. */
const untoldBy = ({
  cloud,
  untold,
}: {
  readonly cloud: string;
  readonly untold: readonly string[];
}): string =>
  `<p>${markup(cloud)} does not tell before the orders are placed: ${markup(untold.join(', '))}.</p>`;

/** What a step does to the bill, in kind: prices are not known. */
function costOf(step: Step): string {
  switch (step.kind) {
    case 'address.allocate':
      return 'a public IP, billed at once';
    case 'gateway.create':
      return step.args.spec.billing?.mode === 'prepaid'
        ? 'a gateway, paid in advance'
        : 'a gateway, billed at once';
    case 'gateway.resize':
      return 'the price of the gateway changes';
    case 'address.detach':
      return 'the public IP is still billed';
    case 'source.delete':
      return 'the source is no longer billed; its public IPs are';
    default:
      return '';
  }
}

/** Every rule, grouped by the public IP that it uses, so that a thousand can still be read. */
function rules(title: string, drawable: Drawable | undefined): string {
  if (!drawable) return '';
  const { groups } = pictureOf(drawable);
  const body = groups
    .filter((group) => group.flows.length > 0)
    .map(
      ({ ips, note, flows }) =>
        `<tbody><tr class="group"><th colspan="4" scope="rowgroup">${markup([ips.join(' + '), note].filter(Boolean).join(' · '))} <span>${counted(flows.length, 'rule')}</span></th></tr>${flows.map(ruleRow).join('')}</tbody>`,
    );
  const count = drawable.snat.length + drawable.dnat.length;
  const columns = '<thead><tr><th></th><th>Private</th><th>Public</th><th>Name</th></tr></thead>';
  return section(`${title} (${count})`, `<table class="rules">${columns}${body.join('')}</table>`);
}

const ruleRow = ({ kind, inside, outside, name }: Flow): string => row([kind, inside, outside, name]);

const section = (title: string, content: string): string =>
  `<section>\n<h2>${markup(title)}</h2>\n${content}\n</section>`;

const table = (titles: readonly string[], rows: readonly (readonly string[])[], look = ''): string =>
  `<table class="${look}"><thead><tr>${titles.map((title) => `<th>${markup(title)}</th>`).join('')}</tr></thead><tbody>${rows.map(row).join('')}</tbody></table>`;

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${withCode(markup(cell))}</td>`).join('')}</tr>`;

/** Commands and settings stand between backquotes. */
const withCode = (marked: string): string => marked.replace(/`([^`]+)`/g, '<code>$1</code>');
