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
    ...section('Public IP changes (update firewalls and DNS)', changes.map(bullet)),
    ...section(
      `Blocking gaps (decide in the ${kind === 'change' ? 'document' : 'mapping'})`,
      gaps.filter(isBlocking).flatMap(gapLines),
    ),
    ...section('Non-blocking gaps', gaps.filter((gap) => !isBlocking(gap)).flatMap(gapLines)),
  ];
  return `${lines.join('\n')}\n`;
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
