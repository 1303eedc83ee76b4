import {
  type BillingChoice,
  chooseSize,
  describeOffers,
  describeSize,
  type GatewaySpec,
  type NameRule,
  onDemand,
  type Size,
} from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import type { Gap, Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { gap, lacking, type Target } from './target.ts';

/** A spec whose size is one the target sells. */
export type SizedSpec = Omit<GatewaySpec, 'size'> & { readonly size?: Size };

/** The gateway itself: name, size, billing and labels. Its addresses and rules are translated apart. */
export function translateGateway(
  source: DocumentedGateway,
  mapping: Mapping,
  target: Target,
): Translated<SizedSpec> {
  const name = translateName(source, mapping, target);
  const size = translateSize(source, mapping, target);
  const billing = translateBilling(source, mapping, target);
  const labels = translateLabels(source, target);
  return {
    value: {
      name: name.value,
      network: mapping.network,
      billing: billing.value,
      ...(size.value && { size: size.value }),
      ...labels.value,
    },
    gaps: [...name.gaps, ...size.gaps, ...billing.gaps, ...labels.gaps],
  };
}

function translateName({ name }: DocumentedGateway, mapping: Mapping, target: Target): Translated<string> {
  const wanted = mapping.name ?? name;
  const fact = target.capabilities.features['gateways.create'];
  if (!fact.supported || fact.names.pattern.test(wanted)) return { value: wanted, gaps: [] };
  const fitted = fitName(wanted, fact.names);
  const what = `the name "${wanted}"`;
  const why = `${target.alias}: a name must ${fact.names.words}`;
  if (fitted === undefined) {
    return {
      value: wanted,
      gaps: [gap('name', 'blocking', 'gateway.name', what, { why, remedy: 'give `name` in the mapping' })],
    };
  }
  const remedy = `it becomes "${fitted}"; give \`name\` in the mapping to choose another`;
  return { value: fitted, gaps: [gap('name', 'lossy', 'gateway.name', what, { why, remedy })] };
}

/** The nearest name a cloud takes: foreign characters become `-` or `_`, and it is cut until it fits. */
export function fitName(name: string, { pattern }: NameRule): string | undefined {
  for (const filler of ['-', '_', '']) {
    const plain = `${name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, filler)}`.replace(/^[^A-Za-z]+/, '');
    for (const candidate of [plain, `nat${filler}${plain}`]) {
      const fitting = [128, 65, 64, 60, 32, 25, 20, 10]
        .map((length) => candidate.slice(0, length))
        .find((cut) => pattern.test(cut));
      if (fitting !== undefined) return fitting;
    }
  }
  return undefined;
}

function translateSize(
  source: DocumentedGateway,
  mapping: Mapping,
  target: Target,
): Translated<Size | undefined> {
  const { sizes } = target.capabilities;
  const request = mapping.size ?? carrying(source) ?? source.size;
  const size = chooseSize(request, sizes);
  if (size) return { value: size, gaps: meteringGap(source.size, size, target) };
  const why = `${target.alias} sells: ${describeOffers(sizes)}`;
  const remedy = 'give `size` in the mapping';
  const what = `the size ${describeSize(source.size)}`;
  return { value: undefined, gaps: [gap('size', 'blocking', 'gateway.size', what, { why, remedy })] };
}

const carrying = ({ connections }: DocumentedGateway) =>
  connections === undefined ? undefined : { atLeast: { connections } };

function meteringGap(before: Size, after: Size, { alias }: Target): readonly Gap[] {
  const [was, is] = [before, after].map((size) => ('metered' in size ? 'by usage' : 'by size'));
  if (was === is) return [];
  const why = `${alias} bills ${describeSize(after)} ${is}`;
  const remedy = 'compare the prices before you apply the plan';
  return [gap('metering', 'lossy', 'gateway.size', `billing ${was}`, { why, remedy })];
}

function translateBilling(
  source: DocumentedGateway,
  mapping: Mapping,
  target: Target,
): Translated<BillingChoice> {
  if (source.billing.mode !== 'prepaid') return { value: mapping.billing ?? onDemand(), gaps: [] };
  const until = source.billing.expires ?? 'an unknown date';
  const what = `what is paid ahead until ${until}`;
  const why = 'paid time cannot be moved between clouds';
  if (mapping.billing) {
    const remedy = 'retire the source when its time is over, or ask its provider for a refund';
    return {
      value: mapping.billing,
      gaps: [gap('prepaid', 'lossy', 'gateway.billing', what, { why, remedy })],
    };
  }
  const remedy = `say in the mapping how the gateway on ${target.alias} is paid: \`billing: { mode: on-demand }\` or prepaid with a term`;
  return { value: onDemand(), gaps: [gap('prepaid', 'blocking', 'gateway.billing', what, { why, remedy })] };
}

type Labels = Pick<GatewaySpec, 'description' | 'tags' | 'protected'>;

function translateLabels(source: DocumentedGateway, target: Target): Translated<Labels> {
  const description = translateDescription(source, target);
  const noTags = Object.keys(source.tags).length > 0 ? lacking(target, 'gateways.tags') : undefined;
  const noProtection = source.protected ? lacking(target, 'gateways.protect') : undefined;
  return {
    value: {
      ...description.value,
      ...(!noTags && Object.keys(source.tags).length > 0 && { tags: source.tags }),
      ...(source.protected && !noProtection && { protected: true }),
    },
    gaps: [
      ...description.gaps,
      ...(noTags
        ? [gap('tags', 'lossy', 'gateway.tags', `the tags ${Object.keys(source.tags).join(', ')}`, noTags)]
        : []),
      ...(noProtection
        ? [gap('protection', 'lossy', 'gateway.protected', 'protection from deletion', noProtection)]
        : []),
    ],
  };
}

function translateDescription({ description }: DocumentedGateway, target: Target): Translated<Labels> {
  if (description === undefined) return { value: {}, gaps: [] };
  const fact = target.capabilities.features['gateways.description'];
  if (fact.supported && fact.texts.pattern.test(description)) return { value: { description }, gaps: [] };
  const why = fact.supported
    ? `${target.alias}: it must ${fact.texts.words}`
    : `${target.alias}: ${fact.reason}`;
  const remedy = fact.supported ? 'shorten it in the document' : fact.remedy;
  return {
    value: {},
    gaps: [gap('description', 'lossy', 'gateway.description', 'the description', { why, remedy })],
  };
}
