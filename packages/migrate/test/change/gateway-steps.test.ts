import { type Gateway, GatewayRef } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { gatewaySteps } from '../../src/change/gateway-steps.ts';
import type { DocumentedGateway } from '../../src/index.ts';
import { document, refusal, target } from '../translate/material.ts';

type Cloud = Parameters<typeof target>[0];

const now: Gateway = {
  ref: GatewayRef.parse('new:here/nat-1'),
  name: 'egress',
  description: 'old words',
  state: 'available',
  providerState: 'ok',
  placement: { vpc: 'vpc-old' },
  size: { tier: 'medium' },
  addresses: [],
  billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
  protected: false,
  tags: { team: 'shop' },
  native: null,
};

const wanted: DocumentedGateway = {
  ...document().gateway,
  description: 'old words',
  size: { tier: 'medium' },
  tags: { team: 'shop' },
};

const planned = (changes: Partial<DocumentedGateway>, cloud: Cloud = {}) =>
  gatewaySteps(now, { ...wanted, ...changes }, target(cloud));

const without = (
  feature: NonNullable<NonNullable<Cloud>['unsupported']> extends infer U ? keyof U : never,
): Cloud => ({
  unsupported: { [feature]: refusal },
});

const reason = { why: 'new: it was never built', remedy: 'do without' };

describe('a gateway that is as its document says', () => {
  it('changes in nothing', () => {
    expect(planned({})).toEqual({ value: [], gaps: [] });
  });
});

describe('a gateway that is to be different', () => {
  it.each([
    [{ name: 'out' }, 'gateway.change', { name: 'out', before: { name: 'egress' } }],
    [{ description: 'new' }, 'gateway.change', { description: 'new', before: { description: 'old words' } }],
    [{ size: { tier: 'large' } }, 'gateway.resize', { size: { tier: 'large' } }],
    [{ outboundMbps: 100 }, 'gateway.change', { outboundMbps: 100, before: {} }],
    [{ options: { icmpReply: false } }, 'gateway.change', { options: { icmpReply: false }, before: {} }],
    [{ protected: true }, 'gateway.protect', { on: true }],
    [
      { tags: { team: 'web', env: 'prod' } },
      'gateway.tag',
      { tags: { team: 'web', env: 'prod' }, before: { team: 'shop' } },
    ],
  ] as const)('in %j gets one step', (changes, kind, args) => {
    const { value, gaps } = planned(changes);
    expect([value, gaps]).toMatchObject([[{ kind, args }], []]);
  });

  it.each([
    [
      { name: 'out' },
      'gateways.rename',
      { kind: 'name', severity: 'lossy', where: 'gateway.name', ...reason },
    ],
    [
      { description: 'new' },
      'gateways.description',
      { kind: 'description', severity: 'lossy', where: 'gateway.description', ...reason },
    ],
    [
      { size: { tier: 'large' } },
      'gateways.resize',
      { kind: 'size', severity: 'blocking', where: 'gateway.size', ...reason },
    ],
    [
      { outboundMbps: 100 },
      'gateways.outbound-limit',
      { kind: 'gateway-bandwidth', severity: 'blocking', where: 'gateway.outboundMbps', ...reason },
    ],
    [
      { protected: true },
      'gateways.protect',
      { kind: 'protection', severity: 'lossy', where: 'gateway.protected', ...reason },
    ],
    [
      { tags: { team: 'web' } },
      'gateways.tags',
      { kind: 'tags', severity: 'lossy', where: 'gateway.tags', ...reason },
    ],
  ] as const)('in %j is told where the cloud lacks %s', (changes, feature, gap) => {
    expect(planned(changes, without(feature))).toMatchObject({ value: [], gaps: [gap] });
  });

  it('cannot take a name, a description or a size that is not one there', () => {
    const names = { pattern: /^[a-z]+$/, words: 'be lower case' };
    const texts = { pattern: /^.{0,3}$/, words: 'be tiny' };
    const limits = { 'gateways.rename': { names }, 'gateways.description': { texts } };
    expect(planned({ name: 'Out', description: 'long words', size: { connections: 7 } }, { limits })).toEqual(
      {
        value: [],
        gaps: [
          {
            kind: 'name',
            severity: 'blocking',
            where: 'gateway.name',
            what: 'the name "Out"',
            why: 'new: a name must be lower case',
            remedy: 'change it in the document',
          },
          {
            kind: 'description',
            severity: 'lossy',
            where: 'gateway.description',
            what: 'the description',
            why: 'new: it must be tiny',
            remedy: 'change it in the document',
          },
          {
            kind: 'size',
            severity: 'blocking',
            where: 'gateway.size',
            what: 'the size 7 connections',
            why: 'new sells small, medium, large, xlarge, metered by usage, 1 to 100 capacity units',
            remedy: 'set one of these in the document',
          },
        ],
      },
    );
  });

  it('cannot shrink where gateways only grow', () => {
    const limits = { 'gateways.resize': { direction: 'up' } } as const;
    expect(planned({ size: { tier: 'small' } }, { limits }).gaps).toMatchObject([
      {
        kind: 'size',
        severity: 'blocking',
        why: 'new: a gateway can only grow',
        remedy: 'migrate to a smaller gateway',
      },
    ]);
    expect(planned({ size: { tier: 'large' } }, { limits }).gaps).toEqual([]);
  });

  it('cannot move to another network', () => {
    expect(planned({ network: { vpc: 'vpc-x' } }).gaps).toEqual([
      {
        kind: 'network',
        severity: 'blocking',
        where: 'gateway.network',
        what: 'the network vpc-x',
        why: 'the gateway is in vpc-old, and none on new can move',
        remedy: 'write the present network into the document, or migrate to a new gateway',
      },
    ]);
  });

  it('keeps tags the document does not have, and its way of being paid, and says so', () => {
    const billing = { mode: 'prepaid', status: 'good' } as const;
    expect(planned({ tags: {}, billing }).gaps).toEqual([
      {
        kind: 'tags',
        severity: 'lossy',
        where: 'gateway.tags',
        what: 'removing the tags team',
        why: 'a plan sets and changes tags, and does not remove them',
        remedy: 'remove them in the console, or write them into the document',
      },
      {
        kind: 'prepaid',
        severity: 'lossy',
        where: 'gateway.billing',
        what: 'billing prepaid',
        why: 'the gateway is on-demand, and that is not changed by a plan',
        remedy: 'change it in the console, or write the present value into the document',
      },
    ]);
  });
});

describe('the switches of a gateway', () => {
  const change = (before: Gateway['options'], after: DocumentedGateway['options'], cloud: Cloud = {}) =>
    gatewaySteps(
      { ...now, ...(before && { options: before }) },
      { ...wanted, ...(after && { options: after }) },
      target(cloud),
    );

  it('go back by a rollback to what they were', () => {
    const { value } = change({ icmpReply: true }, { icmpReply: false });
    expect(value).toMatchObject([
      { args: { options: { icmpReply: false }, before: { options: { icmpReply: true } } } },
    ]);
  });

  it('that are as the document says, or that it does not mention, stay', () => {
    expect(change({ icmpReply: false, bindMode: 'nat' }, { icmpReply: false })).toEqual({
      value: [],
      gaps: [],
    });
  });

  it('that the cloud changes one way only are told not to go back', () => {
    const cloud: Cloud = { limits: { 'gateways.bind-mode': { order: ['multi', 'nat'], change: ['nat'] } } };
    const { value, gaps } = change({ bindMode: 'multi' }, { bindMode: 'nat' }, cloud);
    expect(gaps).toEqual([]);
    expect(value).toMatchObject([{ args: { options: { bindMode: 'nat' }, before: {} } }]);
    expect(value[0]?.summary).toContain('not undone by a rollback');
    expect(change({ bindMode: 'nat' }, { bindMode: 'multi' }, cloud)).toMatchObject({
      value: [],
      gaps: [{ where: 'gateway.options.bindMode' }],
    });
  });

  it('that the cloud lacks are a gap with its reason', () => {
    const { value, gaps } = change({}, { icmpReply: false }, without('gateways.icmp-reply'));
    expect(value).toEqual([]);
    expect(gaps).toMatchObject([{ where: 'gateway.options.icmpReply', ...reason }]);
  });
});
