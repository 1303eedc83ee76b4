import { readFileSync } from 'node:fs';

export type AttributeType =
  | string
  | readonly [string, AttributeType | Readonly<Record<string, AttributeType>>];

export interface AttributeFacts {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly forceNew?: boolean;
  readonly notRead?: boolean;
  readonly sensitive?: boolean;
  readonly default?: string | number | boolean;
  readonly values?: readonly (string | number)[];
  readonly conflictsWith?: readonly string[];
  readonly removed?: object;
  readonly deprecated?: object | boolean;
}

export interface BlockFacts {
  readonly nesting: 'list' | 'set';
  readonly removed?: object;
  readonly attributes: Readonly<Record<string, AttributeFacts>>;
}

export interface ResourceFacts {
  readonly provider: string;
  readonly attributes: Readonly<Record<string, AttributeFacts>>;
  readonly blocks?: Readonly<Record<string, BlockFacts>>;
  readonly timeouts?: Readonly<Record<string, string>>;
}

interface Facts {
  readonly providers: Readonly<Record<string, { readonly source: string }>>;
  readonly resources: Readonly<Record<string, ResourceFacts>>;
}

/** What the providers of the three clouds accept, as their sources say. */
export const facts: Facts = JSON.parse(readFileSync(new URL('./schemas.json', import.meta.url), 'utf8'));

/** Every resource has an id that only the provider fills. */
const id: AttributeFacts = { type: 'string', computed: true };

export function factsOf(type: string): ResourceFacts {
  const known = facts.resources[type];
  if (!known) throw new Error(`no resource ${type}`);
  return { ...known, attributes: { ...known.attributes, id } };
}
