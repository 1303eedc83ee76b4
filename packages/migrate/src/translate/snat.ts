import { describeSource, type SnatSpec } from '@polynat/core';
import type { DocumentedSnat, GatewayDocument } from '../document.ts';
import { blocking, type Translated, together } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { ruleName } from './names.ts';
import { affinityGaps } from './options.ts';
import { countGap } from './rule-count.ts';
import { type SnatContext, snatContext } from './snat-context.ts';
import { mergeSources } from './snat-merge.ts';
import { removeOverlaps } from './snat-overlaps.ts';
import type { SnatPart } from './snat-part.ts';
import { translateSource, whyNone } from './snat-sources.ts';
import { translateThrough } from './snat-through.ts';
import { lacking, type Target } from './target.ts';

/** SNAT rules in the target's terms; one rule may become several with the same meaning. */
export function translateSnat(
  document: GatewayDocument,
  mapping: Mapping,
  target: Target,
): Translated<readonly SnatSpec[]> {
  const context = snatContext(document, mapping, target);
  const { value, gaps } = together(
    document.snat.map((rule, index) => translateRule(rule, `snat.${index}`, context)),
  );
  const chooses = target.capabilities.features['snat.through'].supported;
  const settled = chooses ? removeOverlaps(value, target) : { value: mergeSources(value), gaps: [] };
  const rules = named(settled.value);
  return {
    value: rules,
    gaps: [
      ...gaps,
      ...affinityGaps(document, target),
      ...settled.gaps,
      ...countGap('snat', rules.length, target),
    ],
  };
}

function translateRule(
  rule: DocumentedSnat,
  where: string,
  context: SnatContext,
): Translated<readonly SnatPart[]> {
  const { target } = context;
  const what = `the SNAT rule for ${describeSource(rule.source)}`;
  const none = lacking(target, 'snat.rules');
  if (none) return { value: [], gaps: [blocking('snat-source', where, what, none)] };
  const sources = translateSource(rule.source, context);
  if (!sources) {
    return { value: [], gaps: [blocking('snat-source', where, what, whyNone(rule.source, context))] };
  }
  const { value: through, gaps } = translateThrough(rule, where, what, context);
  if (through === undefined) return { value: [], gaps };
  const keeps = rule.affinity && target.capabilities.features['snat.affinity'].supported;
  const affinity = keeps ? { affinity: true as const } : {};
  const name = ruleName(rule.name, where, target.alias, target.capabilities.features['snat.names']);
  return {
    value: sources.map((source) => ({ where, what, name, source, through, ...affinity })),
    gaps: [...gaps, ...name.gaps],
  };
}

/** A rule that has become several numbers their names. */
function named(parts: readonly SnatPart[]): readonly SnatSpec[] {
  const counts = new Map<string, number>();
  for (const { where } of parts) counts.set(where, (counts.get(where) ?? 0) + 1);
  const seen = new Map<string, number>();
  return parts.map(({ where, name, source, through, affinity }) => {
    const part = seen.get(where) ?? 0;
    seen.set(where, part + 1);
    return {
      ...name.of(part, counts.get(where) ?? 1),
      source,
      ...(through !== 'every' && { through }),
      ...(affinity && { affinity }),
    };
  });
}
