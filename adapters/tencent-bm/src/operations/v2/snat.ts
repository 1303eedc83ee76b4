import { id, list, number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { single } from '../answer.ts';
import { operation } from '../operation.ts';
import { addressTrouble, identifier, identifiers, newAddresses } from '../schema.ts';
import { needsNetwork, networkFields } from './network-field.ts';
import { partList } from './parts.ts';
import { taskAnswer } from './task.ts';

const gateway = { natId: identifier, ...networkFields };

export const joinedSubnetModel = z.looseObject({
  name: text,
  unSubnetId: id,
  subnetNatType: number,
  cidrBlock: text,
});
export type JoinedSubnetModel = z.output<typeof joinedSubnetModel>;

export const joinedPartModel = z.looseObject({ unSubnetId: id, natIpList: list(z.string()) });
export type JoinedPartModel = z.output<typeof joinedPartModel>;

const binding = z
  .strictObject({ ...gateway, assignedEipSet: ips.optional(), autoAllocEipNum: newAddresses.optional() })
  .check(needsNetwork)
  .superRefine(({ assignedEipSet, autoAllocEipNum }, context) => {
    const trouble = addressTrouble(assignedEipSet, autoAllocEipNum);
    if (trouble) context.addIssue({ code: 'custom', path: ['assignedEipSet'], message: trouble });
  });

const subnets = z.strictObject({ ...gateway, unSubnetIds: identifiers }).check(needsNetwork);
const parts = z.strictObject({ ...gateway, ips: partList }).check(needsNetwork);

/** Which public addresses, subnets and servers belong to a gateway. */
export const membershipOperations = {
  /** https://cloud.tencent.com/document/api/386/9350 */
  EipBindBmNatGateway: operation({
    name: 'EipBindBmNatGateway',
    summary: 'Bind public addresses to a NAT gateway',
    service: 'bmvpc',
    request: binding,
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/9351 */
  EipUnBindBmNatGateway: operation({
    name: 'EipUnBindBmNatGateway',
    summary: 'Take public addresses off a NAT gateway; one must stay',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, assignedEipSet: ips }).check(needsNetwork),
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/9352 */
  SubnetBindBmNatGateway: operation({
    name: 'SubnetBindBmNatGateway',
    summary: 'Let whole subnets leave through a NAT gateway',
    service: 'bmvpc',
    request: subnets,
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/9353 */
  SubnetUnBindBmNatGateway: operation({
    name: 'SubnetUnBindBmNatGateway',
    summary: 'Take subnets off a NAT gateway, however they joined',
    service: 'bmvpc',
    request: subnets,
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/10738 */
  BindIpsToBmNatGateway: operation({
    name: 'BindIpsToBmNatGateway',
    summary: 'Let single servers of a subnet leave through a NAT gateway',
    service: 'bmvpc',
    request: parts,
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/10739 */
  UnbindIpsToBmNatGateway: operation({
    name: 'UnbindIpsToBmNatGateway',
    summary: 'Take single servers off a NAT gateway',
    service: 'bmvpc',
    request: parts,
    response: taskAnswer,
    repeat: 'once',
  }),
  /** https://cloud.tencent.com/document/api/386/13871 */
  DescribeBmNatBindSubnets: operation({
    name: 'DescribeBmNatBindSubnets',
    summary: 'List the subnets of a NAT gateway',
    service: 'bmvpc',
    request: z.strictObject({ natId: identifier }),
    response: z.looseObject({ data: single(z.looseObject({ subnets: list(joinedSubnetModel) })) }),
    repeat: 'read',
    listing: 'data.subnets',
  }),
  /** https://cloud.tencent.com/document/api/386/13872 */
  DescribeBmNatPartSubnetBindIps: operation({
    name: 'DescribeBmNatPartSubnetBindIps',
    summary: 'List the single servers of a NAT gateway, by subnet',
    service: 'bmvpc',
    request: z.strictObject({ natId: identifier, unSubnetIds: identifiers.optional() }),
    response: z.looseObject({ data: list(joinedPartModel) }),
    repeat: 'read',
    listing: 'data',
  }),
};
