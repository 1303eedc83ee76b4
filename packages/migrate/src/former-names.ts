import type { ProviderSettings } from '@polynat/core';
import * as z from 'zod';
import type { GatewayDocument, SettingsByProvider } from './document.ts';

/** Version 0.1 called the status of billing its `standing`; such documents still stand in people's repositories. */
const formerBilling = z.looseObject({
  gateway: z.looseObject({ billing: z.looseObject({ standing: z.unknown() }) }),
});

export const withCurrentNames = (document: unknown): unknown => withOptions(withStatus(document));

const settings = z.record(z.string(), z.unknown());
const holder = z.looseObject({ providerSettings: z.looseObject({ alibaba: settings }) });
const holders = z.looseObject({ gateway: z.unknown(), snat: z.array(z.unknown()) });

/** Before there were portable words for them, documents kept switches of Alibaba Cloud under its own names. */
function withOptions(document: unknown): unknown {
  const known = holders.safeParse(document);
  if (!known.success) return document;
  const { gateway, snat, ...rest } = known.data;
  const asOptions = ({ IcmpReplyEnabled: icmpReply, EipBindMode }: Fields): Fields => {
    const options = {
      ...(icmpReply === false && { icmpReply }),
      ...(EipBindMode === 'NAT' && { bindMode: 'nat' }),
    };
    return Object.keys(options).length > 0 ? { options } : {};
  };
  const asAffinity = ({ EipAffinity }: Fields): Fields => (EipAffinity === 1 ? { affinity: true } : {});
  return {
    ...rest,
    gateway: moved(gateway, ['IcmpReplyEnabled', 'EipBindMode'], asOptions),
    snat: snat.map((rule) => moved(rule, ['EipAffinity'], asAffinity)),
  };
}

/** The record without these settings of Alibaba Cloud, and with what they mean. */
function moved(record: unknown, names: readonly string[], meaning: (settings: Fields) => Fields): unknown {
  const former = holder.safeParse(record);
  if (!former.success) return record;
  const { providerSettings, ...rest } = former.data;
  const { alibaba, ...others } = providerSettings;
  if (!names.some((name) => name in alibaba)) return record;
  const left = Object.fromEntries(Object.entries(alibaba).filter(([name]) => !names.includes(name)));
  const kept = { ...others, ...(Object.keys(left).length > 0 && { alibaba: left }) };
  return {
    ...rest,
    ...meaning(alibaba),
    ...(Object.keys(kept).length > 0 && { providerSettings: kept }),
  };
}

/** A document as it was before its switches had portable words: what digests were taken of. */
export function withFormerSwitches({ gateway, snat, ...rest }: GatewayDocument): GatewayDocument {
  const { options = {}, ...plain } = gateway;
  const switches = {
    ...(options.icmpReply === false && { IcmpReplyEnabled: false }),
    ...(options.bindMode === 'nat' && { EipBindMode: 'NAT' }),
  };
  return {
    ...rest,
    gateway: withAlibaba(plain, switches),
    snat: snat.map(({ affinity, ...rule }) => withAlibaba(rule, affinity ? { EipAffinity: 1 } : {})),
  };
}

function withAlibaba<T extends { readonly providerSettings?: SettingsByProvider }>(
  record: T,
  switches: ProviderSettings,
): T {
  if (Object.keys(switches).length === 0) return record;
  const { providerSettings = {} } = record;
  return {
    ...record,
    providerSettings: { ...providerSettings, alibaba: { ...providerSettings.alibaba, ...switches } },
  };
}

function withStatus(document: unknown): unknown {
  const former = formerBilling.safeParse(document);
  if (!former.success) return document;
  const { gateway, ...rest } = former.data;
  const { standing, ...billing } = gateway.billing;
  return { ...rest, gateway: { ...gateway, billing: { status: standing, ...billing } } };
}

const formerMapping = z.looseObject({ retireSource: z.unknown() });

/** Mapping files of version 0.1 said `retireSource`. */
export function currentMapping(mapping: unknown): unknown {
  const former = formerMapping.safeParse(mapping);
  if (!former.success) return mapping;
  const { retireSource, ...rest } = former.data;
  return 'deleteSource' in rest ? mapping : { ...rest, deleteSource: retireSource };
}

/** Kinds of steps and names of their arguments, as plans and journals of version 1 spell them. */
const formerKinds: Readonly<Record<string, string>> = {
  'cut-over.start': 'way-back',
  'source.delete': 'source.retire',
};
const currentKinds = inverted(formerKinds);
const formerArguments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'address.allocate': { sourceIp: 'stands' },
  'address.attach': { sourceIp: 'stands' },
  'gateway.create': { sourceIps: 'stands' },
};

type Fields = Readonly<Record<string, unknown>>;

/** Members keep their order: an engine compares arguments with its journal to the byte. */
const renamed = (fields: Fields, names: Readonly<Record<string, string>> = {}): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, value]));

function inverted(names: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([current, former]) => [former, current]));
}

interface NamedStep {
  readonly id: string;
  readonly kind: string;
  readonly args: Fields;
}

interface FormerStep extends NamedStep {
  readonly says: string;
}

interface CurrentStep extends NamedStep {
  readonly summary: string;
}

export function currentStep(step: FormerStep | CurrentStep): CurrentStep {
  if ('summary' in step) return step;
  const { id, args, says } = step;
  const kind = currentKinds[step.kind] ?? step.kind;
  return { id, kind, args: renamed(args, inverted(formerArguments[kind])), summary: says };
}

/** The same step as version 1 spelled it: what the identity of its plan was made of. */
export const formerStep = ({ id, kind, args, summary }: CurrentStep): FormerStep => ({
  id,
  kind: formerKinds[kind] ?? kind,
  args: renamed(args, formerArguments[kind]),
  says: summary,
});

/** What a run of version 1 journals for a step, so that a replay matches its journal: the kind, and the bound arguments. */
export const formerOperation = (
  { kind, args }: CurrentStep,
  bound: object,
): { readonly kind: string; readonly args: object } => ({
  kind: formerKinds[kind] ?? kind,
  args: kind === 'address.allocate' ? { ...renamed(args, formerArguments[kind]), ...bound } : bound,
});

/** Kinds whose handlers runs of version 1 know under another name, by that name. */
export const formerKindOf = (kind: string): string | undefined => formerKinds[kind];
