import { type AttributeFacts, facts, factsOf, type ResourceFacts } from './schemas.ts';
import { type DynamicValue, pack, Unknown, unpack, type Values } from './values.ts';

/** The attributes of the thing with this import id, or nothing. */
export type WorldReader = (type: string, id: string) => Values | undefined;

interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly config: DynamicValue;
  readonly raw_state: { readonly json: Uint8Array };
  readonly current_state: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
}

type Handler = (request: Request) => object;

/** What each call of the protocol answers. */
export function handlersFor(provider: string, world: WorldReader): object {
  const handlers: Readonly<Record<string, Handler>> = {
    GetSchema: () => schemasOf(provider),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: () => ({}),
    ValidateResourceTypeConfig: ({ type_name, config }) => ({ diagnostics: faultsIn(type_name, config) }),
    UpgradeResourceState: ({ type_name, raw_state }) => ({
      upgraded_state: pack(whole(type_name, JSON.parse(Buffer.from(raw_state.json).toString()))),
    }),
    ImportResourceState: ({ type_name, id }) => ({
      imported_resources: [{ type_name, state: pack(whole(type_name, { id })) }],
    }),
    ReadResource: ({ type_name, current_state }) => {
      const known = unpack(current_state) ?? {};
      const read = world(type_name, String(known.id));
      return { new_state: pack(read ? whole(type_name, { ...known, ...read }) : null) };
    },
    PlanResourceChange: (request) => planned(request),
    ApplyResourceChange: ({ type_name }) => ({ diagnostics: [fault(`${type_name} would be changed`)] }),
    GetFunctions: () => ({}),
    Stop: () => ({ Error: '' }),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (call: { readonly request: Request }, answer: (error: Error | null, value?: object) => void) => {
        try {
          answer(null, handle(call.request));
        } catch (thrown) {
          answer(thrown instanceof Error ? thrown : new Error(String(thrown)));
        }
      },
    ]),
  );
}

const fault = (summary: string) => ({ severity: 1, summary, detail: '' });

function schemasOf(provider: string) {
  const own = Object.entries(facts.resources).filter(([, resource]) => resource.provider === provider);
  const region = { type: 'string', optional: true } as const;
  return {
    provider: { version: 0, block: blockOf({ region }) },
    resource_schemas: Object.fromEntries(own.map(([type]) => [type, schemaOf(factsOf(type))])),
  };
}

function schemaOf({ attributes, blocks = {}, timeouts }: ResourceFacts) {
  const nested = Object.entries(blocks).map(([type_name, { nesting, attributes: members }]) => ({
    type_name,
    nesting: nesting === 'list' ? 2 : 3,
    block: blockOf(members),
  }));
  const texts = Object.fromEntries(
    Object.keys(timeouts ?? {}).map((name) => [name, { type: 'string', optional: true } as const]),
  );
  const waiting = timeouts ? [{ type_name: 'timeouts', nesting: 1, block: blockOf(texts) }] : [];
  return { version: 0, block: { ...blockOf(attributes), block_types: [...nested, ...waiting] } };
}

const blockOf = (attributes: Readonly<Record<string, AttributeFacts>>) => ({
  attributes: Object.entries(attributes).map(([name, { type, required, optional, computed, sensitive }]) => ({
    name,
    type: Buffer.from(JSON.stringify(type)),
    required: required === true,
    optional: optional === true,
    computed: computed === true,
    sensitive: sensitive === true,
  })),
});

/** Every attribute and block of the schema, null or empty where nothing is known. */
export function whole(type: string, values: Values): Values {
  const { attributes, blocks = {}, timeouts } = factsOf(type);
  return {
    ...Object.fromEntries(Object.keys(attributes).map((name) => [name, values[name] ?? null])),
    ...Object.fromEntries(Object.keys(blocks).map((name) => [name, values[name] ?? []])),
    ...(timeouts && { timeouts: values.timeouts ?? null }),
  };
}

const isGiven = (value: unknown): boolean =>
  value !== null && value !== undefined && !(value instanceof Unknown);

/** What the real provider refuses when it looks at a configuration. */
function faultsIn(type: string, config: DynamicValue) {
  const given = Object.entries(unpack(config) ?? {}).filter(([, value]) => isGiven(value));
  const names = given.map(([name]) => name);
  return given.flatMap(([name, value]) => {
    const { values, conflictsWith = [], removed } = factsOf(type).attributes[name] ?? {};
    const conflict = conflictsWith.find((other) => names.includes(other));
    return [
      ...(removed ? [fault(`${name} has been removed`)] : []),
      ...(values && !values.some((one) => one === value) ? [fault(`${name} cannot be ${value}`)] : []),
      ...(conflict === undefined ? [] : [fault(`${name} conflicts with ${conflict}`)]),
    ];
  });
}

const zeros = ['""', '0', 'false', '[]', '{}'];

/** As the SDK of the providers compares: an unset argument equals the zero of its type, and a default stands in for it. */
function planned({ type_name, prior_state, proposed_new_state }: Request): object {
  const [prior, proposed] = [unpack(prior_state), unpack(proposed_new_state)];
  if (proposed === null) return { planned_state: pack(null) };
  const { attributes } = factsOf(type_name);
  const plan = Object.entries(proposed).map(([name, value]) => {
    const { computed, default: usual } = attributes[name] ?? {};
    if (value !== null) return [name, value] as const;
    if (usual !== undefined) return [name, usual] as const;
    if (prior === null) return [name, computed ? new Unknown() : null] as const;
    return [name, zeros.includes(JSON.stringify(prior[name])) ? prior[name] : null] as const;
  });
  const replaced = plan.filter(
    ([name, value]) =>
      prior !== null && attributes[name]?.forceNew && JSON.stringify(prior[name]) !== JSON.stringify(value),
  );
  return {
    planned_state: pack(Object.fromEntries(plan)),
    requires_replace: replaced.map(([name]) => ({ steps: [{ attribute_name: name }] })),
    legacy_type_system: true,
  };
}
