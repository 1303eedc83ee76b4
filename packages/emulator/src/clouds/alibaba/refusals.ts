import type { Refusal, Rule } from '../../world/alibaba/refusal.ts';
import { type ChosenRow, chosenRefusals } from './choices.ts';
import { documentedRefusals, type Row } from './documented.ts';
import { operationRefusals } from './documented-operations.ts';
import { ApiFault } from './fault.ts';

/** Every rule has a row: documented, or chosen where the documents are silent. */
const rows: Readonly<Record<Rule, Row | ChosenRow>> = { ...documentedRefusals, ...chosenRefusals };

/** The row of a refusal: the operation's own comes before the general one, a variant's before the plain rule's. */
export function faultFor(operation: string, { rule, facts }: Refusal): ApiFault {
  const own = operationRefusals[operation] ?? {};
  const variant = facts.variant;
  const [status, code, message] = (variant && own[`${rule}:${variant}`]) || own[rule] || rows[rule];
  return new ApiFault(status, fill(code, facts), fill(message, facts));
}

function fill(template: string, facts: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => facts[name] ?? placeholder);
}
