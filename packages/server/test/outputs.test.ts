import type {
  BandwidthPackage,
  DnatRule,
  Gateway,
  Network,
  PublicAddress,
  Readiness,
  Route,
  SnatRule,
  Subnet,
} from '@polynat/core';
import { expect, it } from 'vitest';
import type * as z from 'zod';
import { outputSchemas } from '../src/index.ts';

type Schemas = typeof outputSchemas;
/** What a type of the core has and its schema lacks. The provider's own record is never shown. */
type Lacking<T, N extends keyof Schemas> = Exclude<keyof Omit<T, 'native'>, keyof z.output<Schemas[N]>>;

it('has an output schema for every member of every neutral type', () => {
  // Does not compile when the core learns something that the schema of its type does not know.
  const lacking: Record<
    | Lacking<Gateway, 'Gateway'>
    | Lacking<SnatRule, 'SnatRule'>
    | Lacking<DnatRule, 'DnatRule'>
    | Lacking<PublicAddress, 'PublicAddress'>
    | Lacking<BandwidthPackage, 'BandwidthPackage'>
    | Lacking<Network, 'Network'>
    | Lacking<Subnet, 'Subnet'>
    | Lacking<Route, 'Route'>
    | Lacking<Readiness, 'Readiness'>,
    never
  > = {};
  expect(lacking).toEqual({});
  expect(Object.keys(outputSchemas)).toContain('Gateway');
});
