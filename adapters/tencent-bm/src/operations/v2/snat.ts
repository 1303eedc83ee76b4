import { id, list, number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { read, write } from '../operation.ts';
import { addressTrouble, identifier, identifiers, newAddresses } from '../schema.ts';
import { needsNetwork, networkFields, partList, single, taskAnswer } from './schema.ts';

const gateway = { natId: identifier, ...networkFields };

const joinedSubnetModel = z.looseObject({
  name: text,
  unSubnetId: id,
  subnetNatType: number,
  cidrBlock: text,
});
export type JoinedSubnetModel = z.output<typeof joinedSubnetModel>;

const joinedPartModel = z.looseObject({ unSubnetId: id, natIpList: list(z.string()) });
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
  EipBindBmNatGateway: write('EipBindBmNatGateway', 'bmvpc', {
    summary: 'Bind public addresses to a NAT gateway',
    request: () => binding,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9351 */
  EipUnBindBmNatGateway: write('EipUnBindBmNatGateway', 'bmvpc', {
    summary: 'Take public addresses off a NAT gateway; one must stay',
    request: () => z.strictObject({ ...gateway, assignedEipSet: ips }).check(needsNetwork),
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9352 */
  SubnetBindBmNatGateway: write('SubnetBindBmNatGateway', 'bmvpc', {
    summary: 'Let whole subnets leave through a NAT gateway',
    request: () => subnets,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/9353 */
  SubnetUnBindBmNatGateway: write('SubnetUnBindBmNatGateway', 'bmvpc', {
    summary: 'Take subnets off a NAT gateway, however they joined',
    request: () => subnets,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/10738 */
  BindIpsToBmNatGateway: write('BindIpsToBmNatGateway', 'bmvpc', {
    summary: 'Let single servers of a subnet leave through a NAT gateway',
    request: () => parts,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/10739 */
  UnbindIpsToBmNatGateway: write('UnbindIpsToBmNatGateway', 'bmvpc', {
    summary: 'Take single servers off a NAT gateway',
    request: () => parts,
    response: () => taskAnswer,
  }),
  /** https://cloud.tencent.com/document/api/386/13871 */
  DescribeBmNatBindSubnets: read('DescribeBmNatBindSubnets', 'bmvpc', {
    summary: 'List the subnets of a NAT gateway',
    listing: 'data.subnets',
    request: () => z.strictObject({ natId: identifier }),
    response: () => z.looseObject({ data: single(z.looseObject({ subnets: list(joinedSubnetModel) })) }),
  }),
  /** https://cloud.tencent.com/document/api/386/13872 */
  DescribeBmNatPartSubnetBindIps: read('DescribeBmNatPartSubnetBindIps', 'bmvpc', {
    summary: 'List the single servers of a NAT gateway, by subnet',
    listing: 'data',
    request: () => z.strictObject({ natId: identifier, unSubnetIds: identifiers.optional() }),
    response: () => z.looseObject({ data: list(joinedPartModel) }),
  }),
};
