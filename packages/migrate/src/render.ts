import { type DnatSpec, describePorts } from '@polynat/core';
import type { Gap } from './gap.ts';
import type { MigrationPlan } from './plan.ts';
import type { Difference } from './reach/compare.ts';

export const describeDnat = ({
  protocol,
  public: outside,
  private: inside,
}: Omit<DnatSpec, 'name'>): string =>
  `${protocol} ${outside.address}:${describePorts(outside.ports)} to ${inside.address}:${describePorts(inside.ports)}`;

/** A plan as text: what it will do, what changes for others, and what cannot be carried. */
export function renderPlan(plan: MigrationPlan): string {
  const lines = [
    `Plan ${plan.id.slice(0, 8)}: ${plan.source.ref} → ${plan.target.ref ?? plan.target.cloud}`,
    '',
    ...plan.stages.flatMap(({ title, steps }) => [`  ${title}`, ...steps.map(({ says }) => `    · ${says}`)]),
  ];
  if (plan.changes.length > 0) {
    lines.push(
      '',
      '  Addresses change; tell the owners of firewalls and names:',
      ...plan.changes.map((change) => `    · ${change}`),
    );
  }
  lines.push(...section('Cannot go on until decided', plan.gaps, 'blocking'));
  lines.push(...section('Will be lost', plan.gaps, 'lossy'));
  return `${lines.join('\n')}\n`;
}

function section(title: string, gaps: readonly Gap[], severity: Gap['severity']): readonly string[] {
  const chosen = gaps.filter((gap) => gap.severity === severity);
  if (chosen.length === 0) return [];
  return [
    '',
    `  ${title}:`,
    ...chosen.flatMap(({ what, why, remedy }) => [`    · ${what}`, `      ${why}`, `      → ${remedy}`]),
  ];
}

export function renderDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'Both do the same with every packet.\n';
  const lines = differences.map(
    ({ packet, before, after, covers }) =>
      `  ${packet}${covers > 1 ? ` and ${covers - 1} more` : ''} → now ${after}, before ${before}`,
  );
  return `${lines.join('\n')}\n`;
}
