/** JSON Schema as far as the inputs of writes use it. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** The branches of a union, those of unions inside it among them. */
export const branchesOf = (schema: Schema): readonly Schema[] | undefined => {
  const union = schema.anyOf ?? schema.oneOf;
  return union?.flatMap((branch) => branchesOf(branch) ?? [branch]);
};

/** What tells each branch from the others: its constant, the first member that it requires, or the value of a member that all have. */
export function keysOf(branches: readonly Schema[]): readonly string[] {
  const members = branches.map(({ required }) => required?.[0]);
  return branches.map((branch, index) => {
    if (branch.const !== undefined) return `${branch.const}`;
    const member = members[index];
    if (member === undefined) return branch.type ?? 'value';
    const isShared = members.filter((other) => other === member).length > 1;
    return isShared ? `${branch.properties?.[member]?.const ?? member}` : member;
  });
}
