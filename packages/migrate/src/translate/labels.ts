import type { GatewaySpec } from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { type Gap, lossy, type Translated } from '../gap.ts';
import { lacking, type Target } from './target.ts';

type Labels = Pick<GatewaySpec, 'description' | 'tags' | 'protected'>;

/** Description, tags and protection: what helps people, and can be lost without harm to traffic. */
export function translateLabels(source: DocumentedGateway, target: Target): Translated<Labels> {
  const parts = [
    translateDescription(source, target),
    translateTags(source, target),
    translateProtection(source, target),
  ];
  return {
    value: Object.assign({}, ...parts.map(({ value }) => value)),
    gaps: parts.flatMap(({ gaps }) => gaps),
  };
}

function translateDescription({ description }: DocumentedGateway, target: Target): Translated<Labels> {
  if (description === undefined) return { value: {}, gaps: [] };
  const fact = target.capabilities.features['gateways.description'];
  if (fact.supported && fact.texts.pattern.test(description)) return { value: { description }, gaps: [] };
  const reason = fact.supported
    ? { why: `${target.alias}: it must ${fact.texts.words}`, remedy: 'shorten it in the document' }
    : { why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy };
  return lost(lossy('description', 'gateway.description', 'the description', reason));
}

function translateTags({ tags }: DocumentedGateway, target: Target): Translated<Labels> {
  const names = Object.keys(tags);
  if (names.length === 0) return { value: {}, gaps: [] };
  const fact = target.capabilities.features['gateways.create.tags'];
  if (!fact.supported) {
    const reason = { why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy };
    return lost(lossy('tags', 'gateway.tags', `the tags ${names.join(', ')}`, reason));
  }
  const kept = Object.fromEntries(Object.entries(tags).slice(0, fact.maximum));
  if (names.length <= fact.maximum) return { value: { tags: kept }, gaps: [] };
  const why = `${target.alias}: a gateway has ${fact.maximum} at most`;
  const remedy = 'choose in the document which ones stay';
  const what = `the tags ${names.slice(fact.maximum).join(', ')}`;
  return { value: { tags: kept }, gaps: [lossy('tags', 'gateway.tags', what, { why, remedy })] };
}

function translateProtection(source: DocumentedGateway, target: Target): Translated<Labels> {
  if (!source.protected) return { value: {}, gaps: [] };
  const none = lacking(target, 'gateways.protect');
  if (!none) return { value: { protected: true }, gaps: [] };
  return lost(lossy('protection', 'gateway.protected', 'protection from deletion', none));
}

const lost = (gap: Gap): Translated<Labels> => ({ value: {}, gaps: [gap] });
