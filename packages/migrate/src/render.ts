import type { Gap } from './gap.ts';
import type { MigrationPlan } from './plan.ts';
import type { Difference } from './reach/compare.ts';
import { detailsOf, type Step } from './steps/index.ts';

/** A plan as text: what it will do, what changes for others, and what cannot be carried. */
export function renderPlan(plan: MigrationPlan): string {
  const { id, kind, source, target, stages, changes, gaps } = plan;
  const lines = [
    `Plan ${id.slice(0, 8)}: ${source.ref ?? 'document'} → ${target.ref ?? target.cloud}`,
    '',
    ...stages.flatMap(({ title, steps }) => [`  ${title}`, ...steps.flatMap(stepLines)]),
    ...cutOverLines(plan),
    ...section('Public IP changes (update firewalls and DNS)', changes.map(bullet)),
    ...section(
      `Blocking gaps (decide in the ${kind === 'change' ? 'document' : 'mapping'})`,
      gaps.filter(isBlocking).flatMap(gapLines),
    ),
    ...section(
      'Accepted gaps (as the mapping says)',
      gaps.filter(({ accepted }) => accepted).flatMap(gapLines),
    ),
    ...section(
      'Non-blocking gaps',
      gaps.filter((gap) => !isBlocking(gap) && !gap.accepted).flatMap(gapLines),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function cutOverLines({ cutOver, source }: MigrationPlan): readonly string[] {
  if (!cutOver) return [];
  const { routes, soak, finalize } = cutOver;
  return [
    '  cut over (the run waits; you switch)',
    bullet(`you switch routes, firewalls and DNS, then run \`polynat cut-over RUN\``),
    ...(routes ? ['      the new gateway carries no traffic until a route table points at it'] : []),
    ...(soak ? [bullet(`keep both gateways for ${soak}, and compare them with the plan meanwhile`)] : []),
    '  finalize (until then, `polynat rollback RUN` undoes everything)',
    ...(finalize.length > 0
      ? finalize.flatMap(stepLines)
      : [bullet(`leave ${source.ref} as it is, still billed`)]),
  ];
}

const stepLines = (step: Step): readonly string[] => [
  bullet(step.summary),
  ...detailsOf(step).map((detail) => `      ${detail}`),
];

const isBlocking = ({ severity }: Gap): boolean => severity === 'blocking';

const bullet = (text: string): string => `    · ${text}`;

const gapLines = ({ where, what, why, remedy }: Gap): readonly string[] => [
  bullet(`${what} (${where})`),
  `      ${why}`,
  `      → ${remedy}`,
];

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `  ${title}:`, ...lines];

export function renderDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'No differences.\n';
  const lines = differences.map(
    ({ packet, before, after, covers }) =>
      `  ${packet}${covers > 1 ? ` and ${covers - 1} more` : ''}: now ${after}, before ${before}`,
  );
  return `${lines.join('\n')}\n`;
}
