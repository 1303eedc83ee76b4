import {
  chooseSize,
  connectionsOf,
  describeOffers,
  describeSize,
  type Gateway,
  type Size,
  sameSize,
} from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { blocking, type Gap, lossy, type Reason, type Translated, together } from '../gap.ts';
import { description, outboundLimit, renaming } from '../steps/gateway-change.ts';
import { protection } from '../steps/gateway-protect.ts';
import { resizing } from '../steps/gateway-resize.ts';
import { tagging } from '../steps/gateway-tag.ts';
import type { Step } from '../steps/index.ts';
import { lacking, type Target } from '../translate/target.ts';
import { changeOptions } from './options.ts';

/** What makes the gateway itself what the document says; its addresses and rules are changed apart. */
export const gatewaySteps = (
  now: Gateway,
  wanted: DocumentedGateway,
  target: Target,
): Translated<readonly Step[]> =>
  together([
    place(now, wanted, target),
    rename(now, wanted, target),
    describe(now, wanted, target),
    resize(now, wanted, target),
    limitOutbound(now, wanted, target),
    changeOptions(now, wanted, target),
    protect(now, wanted, target),
    tag(now, wanted, target),
    billing(now, wanted),
  ]);

type Part = Translated<readonly Step[]>;

const nothing: Part = { value: [], gaps: [] };
const step = (value: Step): Part => ({ value: [value], gaps: [] });
const open = (gap: Gap): Part => ({ value: [], gaps: [gap] });

function place({ placement }: Gateway, { network }: DocumentedGateway, { alias }: Target): Part {
  const moved = network.vpc !== placement.vpc || (network.subnet ?? placement.subnet) !== placement.subnet;
  if (!moved) return nothing;
  const why = `the gateway is in ${[placement.vpc, placement.subnet].filter(Boolean).join(', ')}, and none on ${alias} can move`;
  const remedy = 'write the present network into the document, or migrate to a new gateway';
  const what = `the network ${[network.vpc, network.subnet].filter(Boolean).join(', ')}`;
  return open(blocking('network', 'gateway.network', what, { why, remedy }));
}

function rename(now: Gateway, { name }: DocumentedGateway, { alias, capabilities }: Target): Part {
  if (name === now.name) return nothing;
  const fact = capabilities.features['gateways.rename'];
  const what = `the name "${name}"`;
  if (!fact.supported) {
    const reason = { why: `${alias}: ${fact.reason}`, remedy: fact.remedy };
    return open(lossy('name', 'gateway.name', what, reason));
  }
  if (!fact.names.pattern.test(name)) {
    const reason = { why: `${alias}: a name must ${fact.names.words}`, remedy: 'change it in the document' };
    return open(blocking('name', 'gateway.name', what, reason));
  }
  return step(renaming(now.name, name));
}

function describe(
  now: Gateway,
  { description: wanted }: DocumentedGateway,
  { alias, capabilities }: Target,
): Part {
  if (wanted === undefined || wanted === (now.description ?? '')) return nothing;
  const fact = capabilities.features['gateways.description'];
  const lost = (reason: Reason) =>
    open(lossy('description', 'gateway.description', 'the description', reason));
  if (!fact.supported) return lost({ why: `${alias}: ${fact.reason}`, remedy: fact.remedy });
  if (!fact.texts.pattern.test(wanted)) {
    return lost({ why: `${alias}: it must ${fact.texts.words}`, remedy: 'change it in the document' });
  }
  return step(description(now.description, wanted));
}

function resize(now: Gateway, { size }: DocumentedGateway, target: Target): Part {
  if (sameSize(size, now.size)) return nothing;
  const reason = whyNotResized(now.size, size, target);
  if (reason) return open(blocking('size', 'gateway.size', `the size ${describeSize(size)}`, reason));
  return step(resizing(now.size, size));
}

function limitOutbound(now: Gateway, { outboundMbps }: DocumentedGateway, target: Target): Part {
  if (outboundMbps === undefined || outboundMbps === now.outboundMbps) return nothing;
  const fact = target.capabilities.features['gateways.outbound-limit'];
  const what = `the outbound limit of ${outboundMbps} Mbit/s`;
  const lost = (reason: Reason) => open(blocking('gateway-bandwidth', 'gateway.outboundMbps', what, reason));
  if (!fact.supported) return lost({ why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy });
  if (fact.mbps.includes(outboundMbps)) return step(outboundLimit(now.outboundMbps, outboundMbps));
  const why = `${target.alias} sells the limits ${fact.mbps.join(', ')} Mbit/s`;
  return lost({ why, remedy: 'set one of these in the document' });
}

function whyNotResized(before: Size, after: Size, target: Target): Reason | undefined {
  const { alias, capabilities } = target;
  const { sizes, features } = capabilities;
  if (!chooseSize(after, sizes)) {
    return { why: `${alias} sells ${describeOffers(sizes)}`, remedy: 'set one of these in the document' };
  }
  const fact = features['gateways.resize'];
  if (!fact.supported) return lacking(target, 'gateways.resize');
  const shrinks = (connectionsOf(after, sizes) ?? 0) < (connectionsOf(before, sizes) ?? 0);
  if (fact.direction === 'both' || !shrinks) return undefined;
  return { why: `${alias}: a gateway can only grow`, remedy: 'migrate to a smaller gateway' };
}

function protect(now: Gateway, wanted: DocumentedGateway, target: Target): Part {
  if (wanted.protected === undefined || wanted.protected === (now.protected ?? false)) return nothing;
  const none = lacking(target, 'gateways.protect');
  if (none) return open(lossy('protection', 'gateway.protected', 'protection from deletion', none));
  return step(protection(wanted.protected));
}

function tag(now: Gateway, { tags }: DocumentedGateway, target: Target): Part {
  const changed = Object.entries(tags).filter(([name, value]) => now.tags[name] !== value);
  const extra = Object.keys(now.tags).filter((name) => tags[name] === undefined);
  const left = extra.length === 0 ? [] : [extraTags(extra)];
  if (changed.length === 0) return { value: [], gaps: left };
  const names = changed.map(([name]) => name).join(', ');
  const none = lacking(target, 'gateways.tags');
  if (none) return { value: [], gaps: [...left, lossy('tags', 'gateway.tags', `the tags ${names}`, none)] };
  const before = Object.fromEntries(
    changed.flatMap(([name]) => {
      const value = now.tags[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { value: [tagging({ tags: Object.fromEntries(changed), before })], gaps: left };
}

function extraTags(names: readonly string[]): Gap {
  const why = 'a plan sets and changes tags, and does not remove them';
  const remedy = 'remove them in the console, or write them into the document';
  return lossy('tags', 'gateway.tags', `removing the tags ${names.join(', ')}`, { why, remedy });
}

function billing(now: Gateway, wanted: DocumentedGateway): Part {
  if (wanted.billing.mode === now.billing.mode) return nothing;
  const why = `the gateway is ${now.billing.mode}, and that is not changed by a plan`;
  const remedy = 'change it in the console, or write the present value into the document';
  return open(lossy('prepaid', 'gateway.billing', `billing ${wanted.billing.mode}`, { why, remedy }));
}
