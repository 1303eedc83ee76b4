import type { Expression, Reference } from '../syntax/expression.ts';

/** A resource to write, and how Terraform finds the thing that is there already. */
export interface Entry {
  readonly type: string;
  readonly label: string;
  /** Which thing it is: the ref of the gateway, and the rule or public IP. */
  readonly says: string;
  /** What a reader should know besides. */
  readonly notes?: readonly string[];
  /** In the order of the file; what is `undefined` is left out. */
  readonly arguments: Arguments;
  readonly importId: string;
  /** For what cannot be had again. */
  readonly preventDestroy?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly dependsOn?: readonly Reference[];
}

export type Arguments = Readonly<Record<string, Expression | undefined>>;

/** What the provider of Terraform has no resource or argument for. */
export interface Unsaid {
  /** The thing, by the ref of its gateway. */
  readonly what: string;
  readonly why: string;
}

export const isEntry = (item: Entry | Unsaid): item is Entry => 'type' in item;

/** Everything of one gateway, by the file it belongs to. */
export interface Written {
  readonly gateway: readonly (Entry | Unsaid)[];
  readonly addresses: readonly (Entry | Unsaid)[];
  readonly rules: readonly (Entry | Unsaid)[];
}
