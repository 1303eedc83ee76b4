import type { DnatSpec, SnatSpec } from '@polynat/core';
import { type Stage, stage } from '../stage.ts';
import { addDnat, addSnat } from '../steps/rule-add.ts';
import { removeDnat, removeSnat } from '../steps/rule-remove.ts';
import { replaceDnat, replaceSnat } from '../steps/rule-replace.ts';
import type { TableDiff } from './diff.ts';

export interface Tables {
  readonly snat: TableDiff<SnatSpec>;
  readonly dnat: TableDiff<DnatSpec>;
}

/** What has to go before anything new can come: the one place where traffic is without a rule, and only where it must be. */
export const makeWay = ({ snat, dnat }: Tables): Stage =>
  stage('remove conflicting rules', [
    ...snat.clear.map((rule) => removeSnat(rule, warning)),
    ...dnat.clear.map((rule) => removeDnat(rule, warning)),
  ]);

const warning = '; traffic is interrupted until the new rule is added';

/** Rules change in place before others are added beside them, and what nothing replaces goes last. */
export const ruleStages = ({ snat, dnat }: Tables): readonly Stage[] => [
  stage('replace rules', [...snat.replace.map(replaceSnat), ...dnat.replace.map(replaceDnat)]),
  stage('add rules', [...snat.add.map(addSnat), ...dnat.add.map(addDnat)]),
  stage('remove rules', [
    ...snat.remove.map((rule) => removeSnat(rule)),
    ...dnat.remove.map((rule) => removeDnat(rule)),
  ]),
];
