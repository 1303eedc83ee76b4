import type { WriteView } from '../api/types.ts';
import { choicesFor } from './choices.ts';
import type { FormContext } from './context.ts';
import { factOf, unsupportedOf, untimely } from './facts.ts';
import type { Field, Option, Unsupported, Variant } from './field.ts';
import { branchesOf, keysOf, type Schema } from './schema.ts';

interface Place {
  readonly write: Pick<WriteView, 'mutation' | 'needs' | 'fields'>;
  readonly context: FormContext;
}

/** Members that the service or the path fills in. */
const filled: readonly string[] = ['expiring'];
/** Members of a query, where yes and no are texts. */
const flags: readonly string[] = ['cascade', 'force'];

/** The form of a write, from the schema of its input and from what the cloud can do. */
export function fieldsOf(write: WriteView, context: FormContext): Field {
  const schema: Schema = write.input;
  return fieldOf({ write, context }, schema, '', true);
}

function fieldOf(place: Place, schema: Schema, path: string, required: boolean): Field {
  const common = { path, required, ...lacking(place, path) };
  if (schema.const !== undefined) return { ...common, kind: 'constant', value: schema.const };
  const special = specialField(place, path, common);
  if (special) return special;
  const branches = branchesOf(schema);
  if (branches) return unionField(place, branches, path, common);
  switch (schema.type) {
    case 'object':
      return objectField(place, schema, path, common);
    case 'array':
      return listField(place, schema, path, common);
    case 'boolean':
      return required
        ? { ...common, kind: 'flag' }
        : { ...common, kind: 'choice', asJson: true, options: yesOrNo };
    case 'integer':
    case 'number': {
      const options = choicesFor(place.write.mutation, path, place.context);
      if (options && options.length > 0) return { ...common, kind: 'choice', asJson: true, options };
      return { ...common, kind: 'number', ...rangeOf(schema) };
    }
    default: {
      const options =
        schema.enum?.map((value) => ({ value: `${value}` })) ??
        choicesFor(place.write.mutation, path, place.context);
      return options && options.length > 0
        ? { ...common, kind: 'choice', options, ...(schema.default === undefined ? {} : { required: true }) }
        : { ...common, kind: 'text' };
    }
  }
}

type Common = Pick<Field, 'path' | 'required' | 'unsupported'>;

const yesOrNo: readonly Option[] = [{ value: 'true' }, { value: 'false' }];

/** Ports, sizes and terms read better than their schemas. */
function specialField({ context }: Place, path: string, common: Common): Field | undefined {
  const name = path.split('.').at(-1) ?? '';
  if (flags.includes(name)) return { ...common, kind: 'flag' };
  if (name === 'ports') return { ...common, required: false, kind: 'ports' };
  if (name === 'term') return { ...common, kind: 'choice', asJson: true, options: termsOf(context, path) };
  return undefined;
}

function termsOf({ capabilities }: FormContext, path: string): readonly Option[] {
  const terms = factOf(capabilities, path === 'term' ? 'billing.renew' : 'billing.prepaid')?.terms ?? {};
  const lengths = (unit: 'months' | 'years'): readonly Option[] => {
    const given: unknown = Object.entries(terms).find(([name]) => name === unit)?.[1];
    return Array.isArray(given) ? given.map((count) => ({ value: JSON.stringify({ [unit]: count }) })) : [];
  };
  return [...lengths('months'), ...lengths('years')];
}

function objectField(place: Place, schema: Schema, path: string, common: Common): Field {
  if (!schema.properties) return { ...common, kind: 'pairs' };
  const fields = Object.entries(schema.properties)
    .filter(([name]) => !filled.includes(name) && !isUnused(place, below(path, name)))
    .map(([name, member]) =>
      fieldOf(place, member, below(path, name), schema.required?.includes(name) ?? false),
    );
  return { ...common, kind: 'group', fields };
}

/** Places that the cloud has no gateways in. */
function isUnused({ write: { mutation }, context: { capabilities } }: Place, path: string): boolean {
  if (mutation !== 'gateways.create') return false;
  const fact = factOf(capabilities, 'gateways.create');
  if (path === 'network.zone') return fact?.zone !== true;
  return (
    (path === 'network.subnet' && fact?.subnet === 'unused' && !fact.subnetBySize) ||
    (path === 'addresses' && fact?.addresses === 'unused')
  );
}

function listField(place: Place, schema: Schema, path: string, common: Common): Field {
  const { items = {} } = schema;
  if (items.type === 'object')
    return { ...common, kind: 'list', item: (index) => fieldOf(place, items, below(path, `${index}`), true) };
  const options = choicesFor(place.write.mutation, path, place.context);
  return { ...common, kind: 'lines', ...(options && options.length > 0 && { options }) };
}

function unionField(place: Place, branches: readonly Schema[], path: string, common: Common): Field {
  const keys = keysOf(branches);
  const variants = branches
    .map((branch, index): Variant => variantOf(place, branch, path, keys[index] ?? ''))
    // A text beside a list of texts says nothing more.
    .filter(({ key }, index) => keys.indexOf(key) === index && !(key === 'string' && keys.includes('array')))
    .filter((variant) => isSold(place, path, variant));
  return { ...common, kind: 'variants', variants };
}

function variantOf(place: Place, branch: Schema, path: string, key: string): Variant {
  const unsupported = lacking(place, below(path, key));
  if (branch.const !== undefined) return { key, ...unsupported, constant: branch.const };
  if (branch.type !== 'object') return { key, ...unsupported, field: fieldOf(place, branch, path, true) };
  return {
    key,
    ...unsupported,
    field: sized(place, objectField(place, branch, path, { path, required: true })),
  };
}

/** Of the kinds of sizes, those that the cloud sells; any cloud finds the smallest that carries enough. */
function isSold({ context: { capabilities } }: Place, path: string, { key }: Variant): boolean {
  if (!isSize(path) || key === 'atLeast') return true;
  const { offers, units } = capabilities.sizes;
  return key === 'units' ? units !== undefined : offers.some(({ size }) => key in size);
}

const isSize = (path: string): boolean => path === 'size' || path.endsWith('.size');

/** A size of a kind that is sold in steps is chosen from them. */
function sized({ context: { capabilities } }: Place, field: Field): Field {
  if (field.kind !== 'group' || !isSize(field.path)) return field;
  const fields = field.fields.map((one): Field => {
    const name = one.path.split('.').at(-1) ?? '';
    const values = capabilities.sizes.offers.flatMap(({ size }) =>
      Object.entries(size)
        .filter(([kind]) => kind === name)
        .map(([, value]) => `${value}`),
    );
    const { path, required } = one;
    if (one.kind === 'group' || one.kind === 'constant' || values.length === 0) return one;
    return {
      path,
      required,
      kind: 'choice',
      options: values.map((value) => ({ value })),
      ...(one.kind === 'number' && { asJson: true }),
    };
  });
  return { ...field, fields };
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Members of lists have no place of their own in the table of facts. */
const withoutPlaces = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '');

function lacking(
  { write: { mutation, needs, fields }, context: { capabilities } }: Place,
  path: string,
): { readonly unsupported?: Unsupported } {
  const feature = path === '' ? needs : fields[withoutPlaces(path)];
  if (feature === undefined) return {};
  const unsupported = unsupportedOf(capabilities, feature) ?? untimely(capabilities, feature, mutation);
  return unsupported ? { unsupported } : {};
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Schema): {
  readonly from?: number;
  readonly to?: number;
} {
  const from = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  return {
    ...(from !== undefined && { from }),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { to: maximum }),
  };
}
