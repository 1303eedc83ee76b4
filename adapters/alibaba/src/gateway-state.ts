import { done, failed, matches, pending } from '@polynat/adapter-kit';
import { type BindMode, type GatewayRecord, NatError, type PollResult, type Tier } from '@polynat/core';
import { decodeGateway, decodeOptions, type NatGateway } from './codec/gateway.ts';
import { decodeSize } from './codec/size.ts';

/** What a gateway shows once it has been changed. */
export interface GatewayExpectation {
  readonly name?: string;
  readonly description?: string;
  readonly tier?: Tier;
  readonly protected?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly withoutTags?: readonly string[];
  readonly icmpReply?: boolean;
  readonly bindMode?: BindMode;
}

export function isAsAsked(gateway: NatGateway, expected: GatewayExpectation): boolean {
  const { tier, tags = {}, withoutTags = [], ...rest } = expected;
  const shownTags = new Map(gateway.Tags.map(({ TagKey, TagValue = '' }) => [TagKey, TagValue]));
  const seen = {
    name: gateway.Name,
    description: gateway.Description,
    protected: gateway.DeletionProtection ?? false,
    size: decodeSize(gateway),
    ...decodeOptions(gateway).options,
  };
  return (
    matches({ ...rest, ...(tier && { size: { tier } }) }, seen) &&
    Object.entries(tags).every(([key, value]) => shownTags.get(key) === value) &&
    !withoutTags.some((key) => shownTags.has(key))
  );
}

/** Available and as asked. A state that is not known is work in progress; a lock ends the waiting. */
export function settledGateway(
  gateway: NatGateway,
  region: string,
  expected: GatewayExpectation = {},
): PollResult<GatewayRecord> {
  const record = decodeGateway(gateway, region);
  if (record.state === 'suspended') return failed(suspended(record));
  if (record.state !== 'available') return pending(record.providerState);
  return isAsAsked(gateway, expected) ? done(record) : pending(`${record.providerState}, not yet as asked`);
}

const suspended = ({ key, billing }: GatewayRecord): NatError =>
  new NatError('payment-required', `gateway ${key.id} is locked (${billing.status})`, {
    remedy: 'settle the account; the gateway opens by itself',
  });
