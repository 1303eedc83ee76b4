import type { GatewaySpec, Size } from '@polynat/core';
import type { DocumentedGateway, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy, type Translated } from '../gap.ts';
import { droppedBy, type Mapping } from '../mapping.ts';
import { translateBilling } from './billing.ts';
import { translateLabels } from './labels.ts';
import { fitName } from './names.ts';
import { translateOptions } from './options.ts';
import { translateOutbound } from './outbound.ts';
import { translateSize } from './size.ts';
import type { Target } from './target.ts';

/** A spec whose size is one the target sells. */
export type SizedSpec = Omit<GatewaySpec, 'size'> & { readonly size?: Size };

/** The gateway itself: name, size, billing and labels. Its addresses and rules are translated apart. */
export function translateGateway(
  source: GatewayDocument,
  mapping: Mapping,
  target: Target,
): Translated<SizedSpec> {
  const { gateway, addresses } = source;
  const name = translateName(gateway, mapping, target);
  const kept = addresses.length - droppedBy(mapping).size;
  const size = translateSize(gateway, kept, mapping, target);
  const outbound = translateOutbound(source, mapping, target, size.value);
  const billing = translateBilling(gateway, mapping, target);
  const options = translateOptions(gateway, target);
  const labels = translateLabels(gateway, target);
  return {
    value: {
      name: name.value,
      network: mapping.network,
      billing: billing.value,
      ...(size.value && { size: size.value }),
      ...outbound.value,
      ...options.value,
      ...labels.value,
    },
    gaps: [
      ...name.gaps,
      ...placeGaps(target),
      ...size.gaps,
      ...outbound.gaps,
      ...options.gaps,
      ...billing.gaps,
      ...labels.gaps,
    ],
  };
}

function translateName({ name }: DocumentedGateway, mapping: Mapping, target: Target): Translated<string> {
  const wanted = mapping.name ?? name;
  const fact = target.capabilities.features['gateways.create'];
  const fitted = fact.supported ? fitName(wanted, fact.names) : wanted;
  const words = fact.supported ? `${target.alias}: a name must ${fact.names.words}` : '';
  const what = `the name "${wanted}"`;
  if (fitted === undefined) {
    const reason = { why: words, remedy: 'set `name` in the mapping' };
    return { value: wanted, gaps: [blocking('name', 'gateway.name', what, reason)] };
  }
  const remedy = `it becomes "${fitted}"; set \`name\` in the mapping to choose another`;
  const changed = fitted === wanted ? [] : [lossy('name', 'gateway.name', what, { why: words, remedy })];
  return { value: fitted, gaps: [...changed, ...takenGap(fitted, target)] };
}

/** A gateway of that name would be taken for ours after a lost answer, so the name must be free. */
function takenGap(name: string, { alias, gateways = [] }: Target): readonly Gap[] {
  const twin = gateways.find((gateway) => gateway.name === name);
  if (!twin) return [];
  const why = `${twin.ref} already has it`;
  const remedy = 'set another `name` in the mapping, or delete that gateway';
  return [blocking('name', 'gateway.name', `the name "${name}" on ${alias}`, { why, remedy })];
}

function placeGaps({ alias, capabilities, gateways = [], availability }: Target): readonly Gap[] {
  if (availability?.gatewaysPerNetwork !== undefined) return [];
  const fact = capabilities.features['gateways.create'];
  if (!fact.supported || fact.perNetwork === undefined || gateways.length < fact.perNetwork) return [];
  const why = `a VPC on ${alias} takes ${fact.perNetwork} unless the quota was raised`;
  const remedy = 'choose another VPC, or have the quota raised and set `accept: [gateway-count]`';
  const what = `gateway number ${gateways.length + 1} in its VPC`;
  return [blocking('gateway-count', 'gateway.network', what, { why, remedy })];
}
