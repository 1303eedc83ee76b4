import type { Gateway, GatewayOptions } from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { type Gap, lossy, type Translated } from '../gap.ts';
import { configuring } from '../steps/gateway-change.ts';
import type { Step } from '../steps/index.ts';
import { optionFeatures, optionWords } from '../translate/options.ts';
import { lacking, type Target } from '../translate/target.ts';

type Option = keyof GatewayOptions;

const names = ['icmpReply', 'affinity', 'bindMode'] as const satisfies readonly Option[];

/** The switches that the document sets otherwise: changed where the cloud can, told as a gap elsewhere. */
export function changeOptions(
  { options: now = {} }: Gateway,
  { options: wanted = {} }: DocumentedGateway,
  target: Target,
): Translated<readonly Step[]> {
  const differing = names.filter((name) => wanted[name] !== undefined && wanted[name] !== now[name]);
  const set = differing.filter((name) => isChanged(name, wanted, target));
  const gaps = differing.filter((name) => !set.includes(name)).map((name) => gap(name, wanted, target));
  if (set.length === 0) return { value: [], gaps };
  const back = set.filter((name) => now[name] !== undefined && isChanged(name, now, target));
  const stays = set.filter((name) => !back.includes(name));
  const words = set.map((name) => optionWords[name](wanted[name])).join('; ');
  const note = stays.length > 0 ? ` (${stays.join(', ')} not undone by a rollback)` : '';
  const step = configuring(pick(now, back), pick(wanted, set), `set: ${words}${note}`);
  return { value: [step], gaps };
}

const pick = (options: GatewayOptions, some: readonly Option[]): GatewayOptions =>
  Object.fromEntries(some.map((name) => [name, options[name]]));

function isChanged(name: Option, to: GatewayOptions, { capabilities: { features } }: Target): boolean {
  if (name !== 'bindMode') {
    const fact = features[optionFeatures[name]];
    return fact.supported && fact.change === true;
  }
  const fact = features['gateways.bind-mode'];
  return fact.supported && to.bindMode !== undefined && fact.change.includes(to.bindMode);
}

function gap(name: Option, wanted: GatewayOptions, target: Target): Gap {
  const reason = lacking(target, optionFeatures[name]) ?? {
    why: `${target.alias} does not let one change it so on an existing gateway`,
    remedy: 'write the present value into the document, or migrate to a new gateway',
  };
  return lossy('provider-settings', `gateway.options.${name}`, optionWords[name](wanted[name]), reason);
}
