import type { Gateway, Json } from '@polynat/core';
import * as z from 'zod';
import { nativeText, nativeTexts, nativeWord } from '../native.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Entry } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';

export const gatewayType = 'alicloud_nat_gateway';

const nativeSchema = z.object({
  NatType: nativeWord('Enhanced', 'Normal'),
  Spec: nativeWord('Small', 'Middle', 'Large', 'XLarge.1'),
  InternetChargeType: nativeWord('PayByLcu', 'PayBySpec'),
  InstanceChargeType: nativeText,
  SnatTableIds: nativeTexts,
  ForwardTableIds: nativeTexts,
});

export type NativeGateway = z.output<typeof nativeSchema>;
export const readNativeGateway = ({ native }: Gateway): NativeGateway => nativeSchema.parse(native ?? {});

/** Arguments of the settings that the portable model has no words for. */
const settingArguments = {
  NetworkType: 'network_type',
  PrivateLinkEnabled: 'private_link_enabled',
  AvailabilityMode: 'availability_mode',
} as const;

export const paymentTypes: Readonly<Record<string, 'PayAsYouGo' | 'Subscription'>> = {
  PostPaid: 'PayAsYouGo',
  PrePaid: 'Subscription',
};

/** Sizes, prices and kinds replace a gateway when they differ, so they are the provider's own words. */
export function gatewayEntry(gateway: Gateway, label: string, scope: Scope): Entry {
  const native = readNativeGateway(gateway);
  const { name, description, placement, tags } = gateway;
  return {
    type: gatewayType,
    label,
    says: scope.ref,
    notes: notesOf(gateway),
    arguments: {
      nat_gateway_name: name || undefined,
      description: description || undefined,
      vpc_id: placement.vpc,
      vswitch_id: placement.subnet,
      nat_type: native.NatType,
      payment_type: paymentTypes[native.InstanceChargeType ?? ''],
      internet_charge_type: native.InternetChargeType,
      specification: native.InternetChargeType === 'PayByLcu' ? undefined : native.Spec,
      deletion_protection: gateway.protected || undefined,
      ...optionsOf(gateway),
      ...settingsOf(gateway),
      tags: Object.keys(tags).length === 0 ? undefined : { map: tags },
    },
    importId: gateway.ref.id,
  };
}

/** As far as they differ from the defaults of the resource. */
const optionsOf = ({ options = {} }: Gateway): Readonly<Record<string, Expression>> => ({
  ...(options.icmpReply === false && { icmp_reply_enabled: false }),
  ...(options.bindMode === 'nat' && { eip_bind_mode: 'NAT' }),
});

const argumentOf = (setting: string): string | undefined =>
  Object.entries(settingArguments).find(([name]) => name === setting)?.[1];

function settingsOf({ providerSettings = {} }: Gateway): Readonly<Record<string, Expression>> {
  const written = Object.entries(providerSettings).flatMap(([setting, value]) => {
    const name = argumentOf(setting);
    return name !== undefined && (typeof value === 'string' || typeof value === 'boolean')
      ? [[name, value]]
      : [];
  });
  return Object.fromEntries(written);
}

function notesOf({ providerSettings = {}, billing }: Gateway): readonly string[] {
  const others = Object.entries(providerSettings).filter(([name]) => argumentOf(name) === undefined);
  return [
    ...(others.length === 0 ? [] : [`No argument has ${others.map(settingText).join(', ')}.`]),
    ...(billing.mode === 'prepaid'
      ? ['Subscription: destroying it removes it from the state only; it stays and is billed.']
      : []),
  ];
}

const settingText = ([name, value]: readonly [string, Json]): string =>
  `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
