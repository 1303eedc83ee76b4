import * as z from 'zod';
import { id as identity, list, record, text } from './answer.ts';
import { read, writeWithToken } from './operation.ts';
import { clientToken, flag, id, oneOf, region, structured } from './schema.ts';

/** Where a Normal gateway can be converted; the document names the regions in words. */
export const conversionRegions = [
  'cn-qingdao',
  'cn-chengdu',
  'eu-west-1',
  'eu-central-1',
  'ap-southeast-3',
  'ap-south-1',
];
export const conversionOperations = {
  ListEnhancedNatGatewayAvailableZones: read('ListEnhancedNatGatewayAvailableZones', {
    // The service answers to this spelling only, as its own SDKs know.
    action: 'ListEnhanhcedNatGatewayAvailableZones',
    summary: 'List the zones that can host Enhanced NAT gateways',
    listing: 'Zones',
    retry: ['TaskConflict', 'UnknownError', 'Throttling'],
    request: () =>
      z.strictObject({
        RegionId: region,
        AcceptLanguage: oneOf('zh-CN', 'en-US').optional(),
        Filter: structured(
          z.array(z.strictObject({ Key: oneOf('PrivateLinkEnabled'), Value: oneOf('true', 'false') })),
        ).optional(),
      }),
    answer: { Zones: list('Zone', record({ ZoneId: identity, LocalName: text })) },
  }),
  UpdateNatGatewayNatType: writeWithToken('UpdateNatGatewayNatType', {
    summary: 'Convert a Normal NAT gateway to an Enhanced one; there is no way back',
    retry: ['OperationFailed.NatGwRouteInMiddleStatus', 'TaskConflict', 'UnknownError'],
    request: () =>
      z.strictObject({
        NatGatewayId: id,
        NatType: oneOf('Enhanced'),
        RegionId: region.refine((given) => given === undefined || conversionRegions.includes(given), {
          message: `must be a region that offers the conversion: ${conversionRegions.join(', ')}`,
        }),
        // The document says a vSwitch is drawn by lot when none is named: nobody should leave that to chance.
        VSwitchId: id,
        DryRun: flag.optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  GetNatGatewayConvertStatus: read('GetNatGatewayConvertStatus', {
    summary: 'Read the steps of a conversion',
    request: () => z.strictObject({ NatGatewayId: id, RegionId: region }),
    answer: {
      NatGatewayId: text,
      DstNatType: text,
      Bid: text,
      AliUid: text,
      ConvertSteps: list(
        'ConvertStep',
        record({ StepName: identity, StepStatus: text, StepStartTime: text }),
      ),
    },
  }),
};
