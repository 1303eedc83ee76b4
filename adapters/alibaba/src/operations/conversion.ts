import * as z from 'zod';
import { answer, id as identity, list, record, text } from './answer.ts';
import { operation } from './operation.ts';
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

const ListEnhancedNatGatewayAvailableZones = operation({
  name: 'ListEnhancedNatGatewayAvailableZones',
  // The service answers to this spelling only, as its own SDKs know.
  action: 'ListEnhanhcedNatGatewayAvailableZones',
  summary: 'List the zones that can host Enhanced NAT gateways',
  repeat: 'read',
  listing: 'Zones',
  retry: ['TaskConflict', 'UnknownError', 'Throttling'],
  request: z.strictObject({
    RegionId: region,
    AcceptLanguage: oneOf('zh-CN', 'en-US').optional(),
    Filter: structured(
      z.array(z.strictObject({ Key: oneOf('PrivateLinkEnabled'), Value: oneOf('true', 'false') })),
    ).optional(),
  }),
  response: answer({ Zones: list('Zone', record({ ZoneId: identity, LocalName: text })) }),
});

const UpdateNatGatewayNatType = operation({
  name: 'UpdateNatGatewayNatType',
  summary: 'Convert a Normal NAT gateway to an Enhanced one; there is no way back',
  repeat: 'token',
  retry: ['OperationFailed.NatGwRouteInMiddleStatus', 'TaskConflict', 'UnknownError'],
  request: z.strictObject({
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
  response: answer({}),
});

const GetNatGatewayConvertStatus = operation({
  name: 'GetNatGatewayConvertStatus',
  summary: 'Read the steps of a conversion',
  repeat: 'read',
  request: z.strictObject({ NatGatewayId: id, RegionId: region }),
  response: answer({
    NatGatewayId: text,
    DstNatType: text,
    Bid: text,
    AliUid: text,
    ConvertSteps: list('ConvertStep', record({ StepName: identity, StepStatus: text, StepStartTime: text })),
  }),
});

export const conversionOperations = {
  ListEnhancedNatGatewayAvailableZones,
  UpdateNatGatewayNatType,
  GetNatGatewayConvertStatus,
};
