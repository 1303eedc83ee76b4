import type { DnatRule, PublicAddress, SnatRule } from '../api/types.ts';
import type { FormContext } from './context.ts';
import { factOf } from './facts.ts';
import type { Option } from './field.ts';

type Choices = (context: FormContext) => readonly Option[] | undefined;

const ip = ({ ip: value, bandwidthMbps }: PublicAddress): Option => ({
  value,
  label: bandwidthMbps === undefined ? value : `${value} · ${bandwidthMbps} Mbit/s`,
});

const attached: Choices = ({ gateway }) => gateway?.addresses.map(ip);
const free: Choices = ({ free: addresses }) => addresses?.map(ip);
const named = ({ id, name }: { readonly id: string; readonly name: string }): Option => ({
  value: id,
  label: name === '' ? id : `${name} · ${id}`,
});
const subnets: Choices = ({ subnets: all }) =>
  all?.map((one) => ({ value: one.id, label: `${one.name === '' ? one.id : one.name} · ${one.cidr}` }));

const itemOf = <T extends { readonly id: string }>(all: readonly T[] | undefined, id: string | undefined) =>
  all?.find((one) => one.id === id);

const throughOfRule: Choices = ({ snat, item }) => itemOf(snat, item)?.through.map((value) => ({ value }));

/** The public IPs that the rule in question uses. */
const ofRule: Choices = (context) => {
  const outside = itemOf(context.dnat, context.item)?.public.address;
  return outside === undefined ? throughOfRule(context) : [{ value: outside }];
};

const ofPackage: Choices = ({ bandwidth, item }) =>
  itemOf(bandwidth, item)?.addresses.map(({ ip: value }) => ({ value }));

/** What a person chooses from instead of typing it, by write and member; a member alone counts for every write. */
const choices: Readonly<Record<string, Choices>> = {
  vpc: ({ networks }) => networks?.map(named),
  subnet: subnets,
  through: attached,
  'public.address': attached,
  addAddress: (context) => {
    const used = throughOfRule(context)?.map(({ value }) => value) ?? [];
    return attached(context)?.filter(({ value }) => !used.includes(value));
  },
  removeAddress: throughOfRule,
  'addresses.attach address': free,
  'addresses.swap to': free,
  'gateways.create addresses': free,
  'gateways.delete release': attached,
  detach: ofRule,
  'bandwidth.removeAddresses addresses': ofPackage,
  'snat.removeAll ids': ({ snat }) => snat?.map((rule) => ({ value: rule.id, label: snatWords(rule) })),
  'dnat.removeAll ids': ({ dnat }) => dnat?.map((rule) => ({ value: rule.id, label: dnatWords(rule) })),
  outboundMbps: ({ capabilities }) => numbers(factOf(capabilities, 'gateways.outbound-limit')?.mbps),
};

const numbers = (values: unknown): readonly Option[] | undefined =>
  Array.isArray(values) ? values.map((value) => ({ value: `${value}` })) : undefined;

/** The most particular entry that knows of choices. */
export function choicesFor(
  mutation: string,
  path: string,
  context: FormContext,
): readonly Option[] | undefined {
  const words = path.split('.').filter((word) => !/^\d+$/.test(word));
  const keys = words.flatMap((_word, from) => {
    const tail = words.slice(from).join('.');
    return [`${mutation} ${tail}`, tail];
  });
  return keys.map((key) => choices[key]?.(context)).find((found) => found !== undefined);
}

export function sourceWords(source: SnatRule['source']): string {
  if ('hosts' in source) return source.hosts.join(', ');
  if ('subnet' in source) return [source.subnet, source.cidr].filter(Boolean).join(' ');
  return 'network' in source ? '*' : source.cidr;
}

const snatWords = ({ source, through }: SnatRule): string => `${sourceWords(source)} → ${through.join(', ')}`;

export const portWords = (ports: DnatRule['public']['ports']): string =>
  ports === 'any' ? '*' : ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`;

export const dnatWords = ({ protocol, public: outside, private: inside }: DnatRule): string =>
  `${protocol} ${outside.address}:${portWords(outside.ports)} → ${inside.address}:${portWords(inside.ports)}`;
