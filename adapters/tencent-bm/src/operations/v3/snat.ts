import { id, list, number, text } from '@polynat/adapter-kit';
import { ips } from '@polynat/tencent';
import * as z from 'zod';
import { operation } from '../operation.ts';
import { addressTrouble, identifier, identifiers, newAddresses } from '../schema.ts';
import { partList } from './parts.ts';
import { taskAnswer } from './task.ts';

const gateway = { NatId: identifier, VpcId: identifier };

export const joinedSubnetModel = z.looseObject({
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
  BindEipsToNatGateway: operation({
    name: 'BindEipsToNatGateway',
    summary: 'Bind public addresses to a NAT gateway',
    service: 'bmvpc',
    request: binding,
    response: taskAnswer,
    repeat: 'once',
  }),
  UnbindEipsFromNatGateway: operation({
    name: 'UnbindEipsFromNatGateway',
    summary: 'Take public addresses off a NAT gateway; one must stay',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, AssignedEips: ips }),
    response: taskAnswer,
    repeat: 'once',
  }),
  BindSubnetsToNatGateway: operation({
    name: 'BindSubnetsToNatGateway',
    summary: 'Let whole subnets leave through a NAT gateway',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, SubnetIds: identifiers }),
    response: taskAnswer,
    repeat: 'once',
  }),
  UnbindSubnetsFromNatGateway: operation({
    name: 'UnbindSubnetsFromNatGateway',
    summary: 'Take subnets off a NAT gateway, however they joined',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, SubnetIds: identifiers }),
    response: taskAnswer,
    repeat: 'once',
  }),
  BindIpsToNatGateway: operation({
    name: 'BindIpsToNatGateway',
    summary: 'Let single servers of a subnet leave through a NAT gateway',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, IpInfoSet: partList }),
    response: taskAnswer,
    repeat: 'once',
  }),
  UnbindIpsFromNatGateway: operation({
    name: 'UnbindIpsFromNatGateway',
    summary: 'Take single servers off a NAT gateway',
    service: 'bmvpc',
    request: z.strictObject({ ...gateway, IpInfoSet: partList }),
    response: taskAnswer,
    repeat: 'once',
  }),
  DescribeNatSubnets: operation({
    name: 'DescribeNatSubnets',
    summary: 'List the subnets of a NAT gateway',
    service: 'bmvpc',
    request: z.strictObject(gateway),
    response: z.looseObject({ NatSubnetInfoSet: list(joinedSubnetModel), RequestId: text }),
    repeat: 'read',
    listing: 'NatSubnetInfoSet',
  }),
};
