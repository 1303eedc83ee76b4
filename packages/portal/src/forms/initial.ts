import type { FormContext } from './context.ts';
import { branchPath, type Entries, type Entry, lengthPath } from './entries.ts';
import type { Field } from './field.ts';

/** What a form shows at first: how the thing is now. */
export function initialInput(
  mutation: string,
  { gateway, snat, dnat, bandwidth, item }: FormContext,
): unknown {
  const one = <T extends { readonly id: string }>(all: readonly T[] | undefined) =>
    all?.find(({ id }) => id === item);
  switch (mutation) {
    case 'gateways.update':
    case 'gateways.change': {
      const { name, description, outboundMbps, options, protected: on } = gateway ?? {};
      return { name, description, outboundMbps, options, protected: on };
    }
    case 'gateways.protect':
      return { on: gateway?.protected !== true };
    case 'snat.replace': {
      const { name, source, through, affinity } = one(snat) ?? {};
      return { rule: { name, source, through, affinity } };
    }
    case 'dnat.replace': {
      const { name, protocol, public: outside, private: inside } = one(dnat) ?? {};
      return { rule: { name, protocol, public: outside, private: inside } };
    }
    case 'bandwidth.change': {
      const { name, description } = one(bandwidth) ?? {};
      return { name, description };
    }
    default:
      return {};
  }
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An input as what a person would have entered for it. */
export function entriesOf(field: Field, value: unknown): Entries {
  if (value === undefined) return {};
  switch (field.kind) {
    case 'constant':
      return {};
    case 'group':
      return Object.assign(
        {},
        ...field.fields.map((one) => entriesOf(one, isMembers(value) ? value[lastOf(one.path)] : undefined)),
      );
    case 'list':
      return Array.isArray(value)
        ? Object.assign(
            { [lengthPath(field.path)]: `${value.length}` },
            ...value.map((item, index) => entriesOf(field.item(index), item)),
          )
        : {};
    case 'variants':
      return branchEntries(field, value);
    default:
      return { [field.path]: entryOf(field, value) };
  }
}

function branchEntries(field: Extract<Field, { readonly kind: 'variants' }>, value: unknown): Entries {
  const variant =
    field.variants.find(({ key, constant }) =>
      constant === undefined
        ? isMembers(value) && (key in value || Object.values(value).includes(key))
        : constant === value,
    ) ?? field.variants.find(({ key }) => Array.isArray(value) && key === 'array');
  if (!variant) return {};
  return { [branchPath(field.path)]: variant.key, ...(variant.field && entriesOf(variant.field, value)) };
}

function entryOf(field: Field, value: unknown): Entry {
  if (Array.isArray(value)) return value.map((one) => `${one}`);
  if (field.kind === 'choice' && field.asJson) return JSON.stringify(value);
  if (field.kind === 'pairs' && isMembers(value))
    return Object.entries(value)
      .map((pair) => pair.join('='))
      .join('\n');
  if (field.kind === 'ports' && isMembers(value))
    return value.from === value.to ? `${value.from}` : `${value.from}-${value.to}`;
  return `${value}`;
}

const lastOf = (path: string): string => path.split('.').at(-1) ?? '';

/** The members of an input that differ from those that were shown at first. */
export function changedIn(input: unknown, initial: unknown): Members {
  if (!isMembers(input)) return {};
  const before = isMembers(initial) ? initial : {};
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => {
      if (JSON.stringify(value) === JSON.stringify(before[name])) return [];
      if (!isMembers(value) || !isMembers(before[name])) return [[name, value]];
      const changed = changedIn(value, before[name]);
      return Object.keys(changed).length > 0 ? [[name, changed]] : [];
    }),
  );
}
