import type { Parsed, ParsedResource } from './parsed.ts';
import { type AttributeFacts, type AttributeType, factsOf } from './schemas.ts';

/** Arguments of the language itself. */
const meta = ['lifecycle', 'depends_on'];

/** What the provider would refuse, and what its first plan after an import would change. */
export const faultsIn = ({ resources, imports }: Parsed): readonly string[] => [
  ...resources.flatMap(faultsOf),
  ...resources.flatMap(({ type, label }) =>
    imports.filter(({ to }) => to === `\${${type}.${label}}`).length === 1
      ? []
      : [`${type}.${label}: no import`],
  ),
];

function faultsOf({ type, label, attributes: written }: ParsedResource): readonly string[] {
  const { attributes } = factsOf(type);
  const ignored = JSON.stringify(written.lifecycle ?? []);
  const given = Object.entries(written).filter(([name]) => !meta.includes(name));
  const missing = Object.entries(attributes).filter(([name, { required }]) => required && !(name in written));
  const faults = [
    ...missing.map(([name]) => `${name} is missing`),
    ...given.flatMap(([name, value]) => {
      const known = attributes[name];
      if (!known) return [`${name} is unknown`];
      const unread = known.notRead && !ignored.includes(name) ? [`${name} is not read by an import`] : [];
      return [...unread, ...faultsOfValue(name, value, known, Object.keys(written))];
    }),
  ];
  return faults.map((text) => `${type}.${label}: ${text}`);
}

function faultsOfValue(
  name: string,
  value: unknown,
  { type, required, optional, removed, deprecated, values, conflictsWith = [] }: AttributeFacts,
  written: readonly string[],
): readonly string[] {
  return [
    ...(required || optional ? [] : [`${name} is read-only`]),
    ...(removed || deprecated ? [`${name} is no longer for new configurations`] : []),
    ...(fits(type, value) ? [] : [`${name} is not a ${JSON.stringify(type)}`]),
    ...(values && !isReference(value) && !values.some((one) => one === value)
      ? [`${name} cannot be ${value}`]
      : []),
    ...conflictsWith
      .filter((other) => written.includes(other))
      .map((other) => `${name} conflicts with ${other}`),
  ];
}

/** The parser keeps the doubled signs of texts, so a single one begins a reference. */
const isReference = (value: unknown): boolean => typeof value === 'string' && /^\$\{[^}]+\}$/.test(value);

function fits(type: AttributeType, value: unknown): boolean {
  if (isReference(value)) return true;
  if (typeof type === 'string') return typeof value === (type === 'bool' ? 'boolean' : type);
  const [kind, element] = type;
  if (typeof element !== 'string' && !Array.isArray(element)) return false;
  if (kind === 'map')
    return Object.values(value ?? {}).every((member) => fits(element as AttributeType, member));
  return Array.isArray(value) && value.every((member) => fits(element as AttributeType, member));
}
