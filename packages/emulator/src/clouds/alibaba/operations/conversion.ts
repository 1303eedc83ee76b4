import { convertGateway } from '../../../world/alibaba/conversion.ts';
import { stepsOf } from '../../../world/alibaba/conversion-steps.ts';
import { findGateway } from '../../../world/alibaba/gateways.ts';
import { findRegion, type Language, zoneIds, zoneName } from '../../../world/alibaba/regions.ts';
import { sellsEnhanced } from '../../../world/alibaba/world.ts';
import { type Context, type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { printTime } from '../print.ts';
import type { Fields } from '../wire.ts';
import { acceptLanguage, readLanguage } from './language.ts';

const gatewayId = { NatGatewayId: rules.required(rules.text()) };

const updateNatGatewayNatType = operation({
  name: 'UpdateNatGatewayNatType',
  parameters: {
    ...rules.region,
    ...gatewayId,
    NatType: rules.required(rules.text()),
    VSwitchId: rules.required(rules.text()),
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    const gateway = findGateway(world, given.RegionId, given.NatGatewayId);
    convertGateway(world, call, gateway, { natType: given.NatType, vSwitchId: given.VSwitchId });
    return {};
  },
});

const getNatGatewayConvertStatus = operation({
  name: 'GetNatGatewayConvertStatus',
  parameters: { ...rules.region, ...gatewayId },
  run({ world }, given) {
    const { id, conversion } = findGateway(world, given.RegionId, given.NatGatewayId);
    const steps = conversion === undefined ? [] : stepsOf(conversion, world.clock);
    return {
      NatGatewayId: id,
      DstNatType: conversion === undefined ? '' : 'Enhanced',
      Bid: world.account.bid,
      AliUid: world.account.uid,
      ConvertSteps: steps.map(({ name, status, startedAt }) => ({
        StepName: name,
        StepStatus: status,
        StepStartTime: printTime(startedAt),
      })),
    };
  },
});

const zoneParameters = {
  ...rules.region,
  ...acceptLanguage,
  Filter: rules.objects(10),
} as const;

/** Zones where Enhanced gateways are sold and in stock. */
function availableZones({ world }: Context, regionId: string, language: Language): readonly Fields[] {
  const region = findRegion(regionId);
  if (region === undefined || !region.enhanced) return [];
  return zoneIds(region)
    .filter((zoneId) => sellsEnhanced(world, zoneId))
    .map((zoneId) => ({ ZoneId: zoneId, LocalName: zoneName(region, zoneId, language) }));
}

/** The name of 2020's manual, with the shape printed there. */
const listEnhancedZones = operation({
  name: 'ListEnhancedNatGatewayAvailableZones',
  parameters: zoneParameters,
  run: (context, given) => ({
    Zones: { Zone: availableZones(context, given.RegionId, readLanguage(given.AcceptLanguage)) },
  }),
});

/** The name clients really send, misspelled, with the bare list they expect. */
const listEnhanhcedZones = operation({
  name: 'ListEnhanhcedNatGatewayAvailableZones',
  parameters: zoneParameters,
  run: (context, given) => ({
    Zones: availableZones(context, given.RegionId, readLanguage(given.AcceptLanguage)),
  }),
});

export const conversionOperations: readonly Operation[] = [
  updateNatGatewayNatType,
  getNatGatewayConvertStatus,
  listEnhancedZones,
  listEnhanhcedZones,
];
