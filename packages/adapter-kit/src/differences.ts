import type { Shape } from './shape.ts';

/** Where an answer is not what the documents say: no value of it, only names and types. */
export interface Difference {
  /** `NatGateways.NatGateway[].Spec` */
  readonly path: string;
  /** `missing` from every record that should have it, `new` and not documented, or of another `type`. */
  readonly kind: 'missing' | 'new' | 'type';
  readonly documented?: string;
  readonly found?: string;
}

/** Compares answers of one operation with its documented shape, nested records and lists included. */
export function differencesOf(shape: Shape, answers: readonly unknown[]): readonly Difference[] {
  return compare(shape, answers, '');
}

function compare(shape: Shape, values: readonly unknown[], path: string): readonly Difference[] {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (shape.kind === 'value') return ofValues(shape.type, present, path);
  return shape.kind === 'list' ? ofLists(shape, present, path) : ofRecords(shape, present, path);
}

function ofValues(type: string | undefined, values: readonly unknown[], path: string): readonly Difference[] {
  if (type === undefined) return [];
  return otherTypes(values, type, path);
}

function ofLists(
  { item, under = [] }: Extract<Shape, { kind: 'list' }>,
  values: readonly unknown[],
  path: string,
): readonly Difference[] {
  const name = under.find((one) => values.some((value) => isRecord(value) && one in value));
  const lists = name === undefined ? values : values.map((value) => (isRecord(value) ? value[name] : value));
  const inner = `${name === undefined ? path : `${path}.${name}`}[]`;
  const wrapped = lists.filter(
    (value) => !(under.length > 0 && isRecord(value) && Object.keys(value).length === 0),
  );
  return [
    ...otherTypes(
      wrapped.filter((value) => value !== '' && value !== undefined),
      'list',
      path,
    ),
    ...compare(
      item,
      lists.flatMap((value) => (Array.isArray(value) ? value : [])),
      inner,
    ),
  ];
}

function ofRecords(
  { members }: Extract<Shape, { kind: 'record' }>,
  values: readonly unknown[],
  path: string,
): readonly Difference[] {
  const records = values.filter(isRecord);
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const names = new Set(records.flatMap(Object.keys));
  const documented = Object.entries(members);
  return [
    ...otherTypes(
      values.filter((value) => value !== ''),
      'record',
      path,
    ),
    ...documented
      .filter(([name]) => records.length > 0 && !names.has(name))
      .map(([name, shape]) => ({ path: at(name), kind: 'missing' as const, documented: typeIn(shape) })),
    ...[...names]
      .filter((name) => !Object.hasOwn(members, name))
      .map((name) => ({
        path: at(name),
        kind: 'new' as const,
        found: typesOf(records.map((one) => one[name])),
      })),
    ...documented.flatMap(([name, shape]) =>
      compare(
        shape,
        records.flatMap((one) => (name in one ? [one[name]] : [])),
        at(name),
      ),
    ),
  ];
}

function otherTypes(values: readonly unknown[], documented: string, path: string): readonly Difference[] {
  const others = values.filter((value) => typeOf(value) !== documented);
  return others.length === 0 ? [] : [{ path, kind: 'type', documented, found: typesOf(others) }];
}

const typeIn = (shape: Shape): string => (shape.kind === 'value' ? (shape.type ?? 'value') : shape.kind);

const typesOf = (values: readonly unknown[]): string =>
  [...new Set(values.filter((value) => value !== undefined).map(typeOf))].join(' or ');

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return isRecord(value) ? 'record' : typeof value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
