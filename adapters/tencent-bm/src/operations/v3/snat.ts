import { id, list, number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { read, write } from '../operation.ts';
import { addressTrouble, identifier, identifiers, newAddresses } from '../schema.ts';
import { partList, taskAnswer } from './schema.ts';

const gateway = { NatId: identifier, VpcId: identifier };

const joinedSubnetModel = z.looseObject({
  Name: text,
  SubnetId: id,
  SubnetNatType: number,
  CidrBlock: text,
});
export type JoinedSubnetModel = z.output<typeof joinedSubnetModel>;

const binding = z
  .strictObject({ ...gateway, AssignedEips: ips.optional(), AutoAllocEipNum: newAddresses.optional() })
  .superRefine(({ AssignedEips, AutoAllocEipNum }, context) => {
    const trouble = addressTrouble(AssignedEips, AutoAllocEipNum);
    if (trouble) context.addIssue({ code: 'custom', path: ['AssignedEips'], message: trouble });
  });

/**
 * Which public addresses, subnets and servers belong to a gateway. No operation of this version lists the single servers of a
 * subnet.
 */
export const membershipOperations = {
  BindEipsToNatGateway: write('BindEipsToNatGateway', 'bmvpc', {
    summary: 'Bind public addresses to a NAT gateway',
    request: () => binding,
    response: () => taskAnswer,
  }),
  UnbindEipsFromNatGateway: write('UnbindEipsFromNatGateway', 'bmvpc', {
    summary: 'Take public addresses off a NAT gateway; one must stay',
    request: () => z.strictObject({ ...gateway, AssignedEips: ips }),
    response: () => taskAnswer,
  }),
  BindSubnetsToNatGateway: write('BindSubnetsToNatGateway', 'bmvpc', {
    summary: 'Let whole subnets leave through a NAT gateway',
    request: () => z.strictObject({ ...gateway, SubnetIds: identifiers }),
    response: () => taskAnswer,
  }),
  UnbindSubnetsFromNatGateway: write('UnbindSubnetsFromNatGateway', 'bmvpc', {
    summary: 'Take subnets off a NAT gateway, however they joined',
    request: () => z.strictObject({ ...gateway, SubnetIds: identifiers }),
    response: () => taskAnswer,
  }),
  BindIpsToNatGateway: write('BindIpsToNatGateway', 'bmvpc', {
    summary: 'Let single servers of a subnet leave through a NAT gateway',
    request: () => z.strictObject({ ...gateway, IpInfoSet: partList }),
    response: () => taskAnswer,
  }),
  UnbindIpsFromNatGateway: write('UnbindIpsFromNatGateway', 'bmvpc', {
    summary: 'Take single servers off a NAT gateway',
    request: () => z.strictObject({ ...gateway, IpInfoSet: partList }),
    response: () => taskAnswer,
  }),
  DescribeNatSubnets: read('DescribeNatSubnets', 'bmvpc', {
    summary: 'List the subnets of a NAT gateway',
    listing: 'NatSubnetInfoSet',
    request: () => z.strictObject(gateway),
    response: () => z.looseObject({ NatSubnetInfoSet: list(joinedSubnetModel), RequestId: text }),
  }),
};
