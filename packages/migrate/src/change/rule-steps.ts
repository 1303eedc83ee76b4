import { type DnatSpec, describeDnat, describeSnat, describeSource, type SnatSpec } from '@polynat/core';
import { addDnat, addSnat } from '../lay-out.ts';
import { type Stage, type Step, stage } from '../step.ts';
import type { TableDiff } from './diff.ts';

export interface Tables {
  readonly snat: TableDiff<SnatSpec>;
  readonly dnat: TableDiff<DnatSpec>;
}

/** What has to go before anything new can come: the one place where traffic is without a rule, and only where it must be. */
export const makeWay = (tables: Tables): Stage =>
  stage('remove conflicting rules', removals(tables, 'clear', warning));

const warning = '; traffic is interrupted until the new rule is added';

/** Rules change in place before others are added beside them, and what nothing replaces goes last. */
export const ruleStages = (tables: Tables): readonly Stage[] => [
  stage('replace rules', replacements(tables)),
  stage('add rules', [...tables.snat.add.map(addSnat), ...tables.dnat.add.map(addDnat)]),
  stage('remove rules', removals(tables, 'remove', '')),
];

const replacements = ({ snat, dnat }: Tables): readonly Step[] => [
  ...snat.replace.map(
    (args): Step => ({
      id: `snat-replace/${args.id}`,
      kind: 'snat.replace',
      args,
      says: `change SNAT ${args.id}: ${describeSnat(args.rule)}`,
    }),
  ),
  ...dnat.replace.map(
    (args): Step => ({
      id: `dnat-replace/${args.id}`,
      kind: 'dnat.replace',
      args,
      says: `change DNAT ${args.id}: ${describeDnat(args.rule)}`,
    }),
  ),
];

const removals = ({ snat, dnat }: Tables, which: 'clear' | 'remove', note: string): readonly Step[] => [
  ...snat[which].map(
    (args): Step => ({
      id: `snat-remove/${args.id}`,
      kind: 'snat.remove',
      args,
      says: `remove SNAT ${args.id}: ${describeSource(args.before.source)}${note}`,
    }),
  ),
  ...dnat[which].map(
    (args): Step => ({
      id: `dnat-remove/${args.id}`,
      kind: 'dnat.remove',
      args,
      says: `remove DNAT ${args.id}: ${describeDnat(args.before)}${note}`,
    }),
  ),
];
