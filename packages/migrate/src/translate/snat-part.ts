import type { SnatSource } from '@polynat/core';
import type { RuleName } from './names.ts';
import type { Through } from './snat-through.ts';

/** A rule on its way through the translation: one source of it, and where it is in the document. */
export interface SnatPart {
  readonly where: string;
  readonly what: string;
  readonly name: RuleName;
  readonly source: SnatSource;
  readonly through: Through;
  readonly affinity?: true;
}
