import { check, NatError } from '@polynat/core';
import * as z from 'zod';

/** A resource or data source of a state, or of what a plan wants. */
export interface StateResource {
  /** `module.edge["a"].alicloud_nat_gateway.main[0]` */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Without what is unknown or sensitive. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Why the value of an attribute is not among them. */
  readonly withheld: Readonly<Record<string, string>>;
}

const marksSchema = z.record(z.string(), z.unknown());

const resourceSchema = z.object({
  address: z.string(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  values: z.record(z.string(), z.unknown()).default({}),
  sensitive_values: marksSchema.default({}),
  deposed_key: z.string().optional(),
});

type Module = {
  readonly resources: readonly z.output<typeof resourceSchema>[];
  readonly child_modules: readonly Module[];
};

const moduleSchema: z.core.$ZodType<Module> = z.lazy(() =>
  z.object({
    resources: z.array(resourceSchema).default([]),
    child_modules: z.array(moduleSchema).default([]),
  }),
);

const valuesSchema = z.object({ root_module: moduleSchema }).optional();

const changeSchema = z.object({
  address: z.string(),
  change: z.object({ after_unknown: z.union([z.boolean(), marksSchema]).optional() }),
});

const shownSchema = z.object({
  format_version: z
    .string()
    .regex(/^1\./, 'must be 1.x: the output of this version of Terraform is not known'),
  values: valuesSchema,
  planned_values: valuesSchema,
  resource_changes: z.array(changeSchema).default([]),
});

const remedy =
  'write the file with `terraform show -json > state.json`, or with the name of a saved plan behind -json';

/** Reads what `terraform show -json` prints: a state, or a plan, of which it takes what the configuration wants. */
export function resourcesIn(input: unknown): readonly StateResource[] {
  const { values, planned_values, resource_changes } = checked(input);
  const unknown = new Map(resource_changes.map(({ address, change }) => [address, change.after_unknown]));
  return all((planned_values ?? values)?.root_module)
    .filter(({ deposed_key }) => deposed_key === undefined)
    .map(({ address, mode, type, values: told, sensitive_values }) => {
      const withheld = {
        ...reasonsFor(sensitive_values, 'it is marked as sensitive'),
        ...reasonsFor(unknown.get(address), 'it is known only after apply'),
      };
      const shown = Object.entries(told).filter(([name]) => withheld[name] === undefined);
      return { address, mode, type, values: Object.fromEntries(shown), withheld };
    });
}

function checked(input: unknown): z.output<typeof shownSchema> {
  refuseRawState(input);
  try {
    return check(shownSchema, input, 'terraform state');
  } catch (thrown) {
    const { plain, field = 'state' } = NatError.from(thrown);
    throw new NatError('invalid-argument', plain, { field, remedy });
  }
}

/** `terraform.tfstate` has a form of its own, which Terraform may change. */
function refuseRawState(input: unknown): void {
  const raw = z.object({ lineage: z.string() }).safeParse(input);
  if (raw.success)
    throw new NatError('invalid-argument', 'this is terraform.tfstate itself', { field: 'state', remedy });
}

const all = (module: Module | undefined): Module['resources'] =>
  module === undefined ? [] : [...module.resources, ...module.child_modules.flatMap(all)];

/** Attributes that are marked themselves, or of which a part is. */
const reasonsFor = (marks: unknown, why: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(Object(marks))
      .filter(([, mark]) => isMarked(mark))
      .map(([name]) => [name, why]),
  );

const isMarked = (mark: unknown): boolean =>
  mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(isMarked));
