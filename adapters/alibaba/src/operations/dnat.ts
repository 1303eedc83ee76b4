import * as z from 'zod';
import { id as identity, list, number, record, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  clientToken,
  entryNameRule,
  flag,
  given,
  id,
  ipv4,
  paging,
  parsePorts,
  ports,
  protocol,
  region,
  ruled,
} from './schema.ts';

interface Mapping {
  readonly ExternalIp?: string | undefined;
  readonly ExternalPort?: string | undefined;
  readonly InternalIp?: string | undefined;
  readonly InternalPort?: string | undefined;
  readonly IpProtocol?: string | undefined;
}

/** What the two ends of a mapping must have in common, as far as they are given. */
function checkMapping(mapping: Mapping, context: z.RefinementCtx): void {
  const say = (path: keyof Mapping, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { ExternalIp, ExternalPort, InternalIp, InternalPort, IpProtocol } = mapping;
  if (given(ExternalIp) && ExternalIp === InternalIp) say('InternalIp', 'must differ from ExternalIp');
  if (IpProtocol === 'Any') {
    if (given(ExternalPort) && span(ExternalPort) !== 'any')
      say('ExternalPort', 'must be Any when IpProtocol is Any');
    if (given(InternalPort) && span(InternalPort) !== 'any')
      say('InternalPort', 'must be Any when IpProtocol is Any');
  } else if (given(IpProtocol)) {
    if (span(ExternalPort) === 'any') say('ExternalPort', 'can be Any only when IpProtocol is Any');
    if (span(InternalPort) === 'any') say('InternalPort', 'can be Any only when IpProtocol is Any');
  }
  if (given(ExternalPort) && given(InternalPort) && span(ExternalPort) !== span(InternalPort)) {
    say('InternalPort', 'must span as many ports as ExternalPort');
  }
}

function span(given: string | undefined): number | 'any' | undefined {
  const range = given === undefined ? undefined : parsePorts(given);
  return typeof range === 'object' ? range.to - range.from + 1 : range;
}

/** An address that has just been bound. */
const lag = ['InvalidIp.NotInNatgw', 'InvalidExternalIp.NotFound', 'OperationUnsupported.EipNatGWCheck'];
const forwardEntry = record({
  ForwardEntryId: identity,
  ForwardEntryName: text,
  ForwardTableId: text,
  NatGatewayId: text,
  ExternalIp: text,
  ExternalPort: text,
  InternalIp: text,
  InternalPort: text,
  IpProtocol: text,
  Status: text,
});
export const dnatOperations = {
  CreateForwardEntry: writeWithToken('CreateForwardEntry', {
    summary: 'Add a DNAT entry',
    retry: ['OperationConflict', 'TaskConflict', 'OperationUnsupported.EipInBinding', 'IncorrectStatus'],
    lag,
    request: () =>
      z
        .strictObject({
          RegionId: region,
          ForwardTableId: id,
          ExternalIp: ipv4,
          ExternalPort: ports,
          InternalIp: ipv4,
          InternalPort: ports,
          IpProtocol: protocol,
          ForwardEntryName: ruled(entryNameRule).optional(),
          PortBreak: flag.optional(),
          ClientToken: clientToken,
          DryRun: flag.optional(),
        })
        .superRefine(checkMapping),
    answer: { ForwardEntryId: text },
  }),
  ModifyForwardEntry: write('ModifyForwardEntry', {
    summary: 'Change a DNAT entry',
    retry: ['OperationUnsupported.EipInBinding', 'IncorretForwardEntryStatus'],
    lag,
    request: () =>
      z
        .strictObject({
          RegionId: region,
          ForwardTableId: id,
          ForwardEntryId: id,
          ExternalIp: ipv4.optional(),
          ExternalPort: ports.optional(),
          InternalIp: ipv4.optional(),
          InternalPort: ports.optional(),
          IpProtocol: protocol.optional(),
          // Added since the document of 2020:
          ForwardEntryName: ruled(entryNameRule).optional(),
          PortBreak: flag.optional(),
          ClientToken: clientToken,
          DryRun: flag.optional(),
        })
        .superRefine(checkMapping),
    answer: {},
  }),
  DescribeForwardTableEntries: read('DescribeForwardTableEntries', {
    summary: 'List DNAT entries',
    listing: 'ForwardTableEntries',
    retry: ['TaskConflict'],
    request: () =>
      z
        .strictObject({
          RegionId: region,
          ForwardTableId: id.optional(),
          NatGatewayId: id.optional(),
          ForwardEntryId: id.optional(),
          ExternalIp: ipv4.optional(),
          ExternalPort: ports.optional(),
          InternalIp: ipv4.optional(),
          InternalPort: ports.optional(),
          IpProtocol: protocol.optional(),
          ForwardEntryName: ruled(entryNameRule).optional(),
          ...paging(50),
        })
        .refine(({ ForwardTableId, NatGatewayId }) => given(ForwardTableId) || given(NatGatewayId), {
          path: ['ForwardTableId'],
          message: 'or NatGatewayId must be given',
        }),
    answer: {
      ForwardTableEntries: list('ForwardTableEntry', forwardEntry),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
  DeleteForwardEntry: write('DeleteForwardEntry', {
    summary: 'Delete a DNAT entry',
    retry: ['IncorrectStatus.NATGW', 'OperationConflict', 'UnknownError'],
    request: () =>
      z.strictObject({
        RegionId: region,
        ForwardTableId: id,
        ForwardEntryId: id,
        ClientToken: clientToken,
      }),
    answer: {},
  }),
};
