import type { ProviderSettings } from '@polynat/core';
import * as z from 'zod';
import type { GatewayDocument, SettingsByProvider } from './document.ts';

/** Version 0.1 called the status of billing its `standing`; such documents still stand in people's repositories. */
const formerBilling = z.looseObject({
  gateway: z.looseObject({ billing: z.looseObject({ standing: z.unknown() }) }),
});

export const withCurrentNames = (document: unknown): unknown => withOptions(withStatus(document));

const holder = z.looseObject({ providerSettings: z.record(z.string(), z.record(z.string(), z.unknown())) });
const holders = z.looseObject({ gateway: z.unknown(), snat: z.array(z.unknown()) });

/** Before there were portable words for them, documents kept switches under the names of the one provider that had them. */
function withOptions(document: unknown): unknown {
  const known = holders.safeParse(document);
  if (!known.success) return document;
  const { gateway, snat, ...rest } = known.data;
  return {
    ...rest,
    gateway: moved(gateway, ['IcmpReplyEnabled', 'EipBindMode'], asOptions),
    snat: snat.map((rule) => moved(rule, ['EipAffinity'], asAffinity)),
  };
}

function asOptions({ IcmpReplyEnabled: icmpReply, EipBindMode }: Fields): Fields {
  const options = {
    ...(icmpReply === false && { icmpReply }),
    ...(EipBindMode === 'NAT' && { bindMode: 'nat' }),
  };
  return Object.keys(options).length > 0 ? { options } : {};
}

const asAffinity = ({ EipAffinity }: Fields): Fields => (EipAffinity === 1 ? { affinity: true } : {});

/** The record without these settings of its provider, and with what they mean. */
function moved(record: unknown, names: readonly string[], meaning: (settings: Fields) => Fields): unknown {
  const former = holder.safeParse(record);
  if (!former.success) return record;
  const { providerSettings, ...rest } = former.data;
  const told = Object.assign({}, ...Object.values(providerSettings)) as Fields;
  if (!names.some((name) => name in told)) return record;
  const kept = Object.entries(providerSettings).flatMap(([provider, settings]) => {
    const left = Object.entries(settings).filter(([name]) => !names.includes(name));
    return left.length > 0 ? [[provider, Object.fromEntries(left)] as const] : [];
  });
  const providers = kept.length > 0 && { providerSettings: Object.fromEntries(kept) };
  return { ...rest, ...meaning(told), ...providers };
}

/** A document as it was before its switches had portable words: what digests were taken of. */
export function withFormerSwitches(document: GatewayDocument): GatewayDocument {
  const { gateway, snat, ...rest } = document;
  const { options = {}, ...plain } = gateway;
  const provider = gateway.origin?.cloud;
  if (provider === undefined) return document;
  const switches = {
    ...(options.icmpReply === false && { IcmpReplyEnabled: false }),
    ...(options.bindMode === 'nat' && { EipBindMode: 'NAT' }),
  };
  return {
    ...rest,
    gateway: withSettings(plain, provider, switches),
    snat: snat.map(({ affinity, ...rule }) =>
      withSettings(rule, provider, affinity ? { EipAffinity: 1 } : {}),
    ),
  };
}

function withSettings<T extends { readonly providerSettings?: SettingsByProvider }>(
  record: T,
  provider: string,
  added: ProviderSettings,
): T {
  if (Object.keys(added).length === 0) return record;
  const { providerSettings = {} } = record;
  return {
    ...record,
    providerSettings: { ...providerSettings, [provider]: { ...providerSettings[provider], ...added } },
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
