import type { NatIpCidr } from '../../../world/alibaba/model.ts';
import {
  createNatIpCidr,
  deleteNatIpCidr,
  findNatIpCidr,
  isNatIpCidr,
  modifyNatIpCidr,
} from '../../../world/alibaba/nat-ip-cidrs.ts';
import { findInside } from '../../../world/alibaba/nat-ips.ts';
import { confirm } from '../../../world/alibaba/work.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing } from '../parameters.ts';
import { printExpiry } from '../print.ts';
import { allOf, among, equal } from './filters.ts';
import { tokenPage } from './pages.ts';

const gateway = { ...rules.region, NatGatewayId: rules.required(rules.text()) };
const block = { ...gateway, NatIpCidr: rules.required(rules.text()) };
const naming = {
  NatIpCidrName: rules.matching(rules.name),
  NatIpCidrDescription: rules.matching(rules.description),
};

const create = operation({
  name: 'CreateNatIpCidr',
  parameters: { ...block, ...naming, ...rules.dryRun, ...rules.token },
  run({ world, call }, given) {
    if (!isNatIpCidr(given.NatIpCidr)) malformed('NatIpCidr');
    const { id } = createNatIpCidr(world, call, findInside(world, given.RegionId, given.NatGatewayId), {
      cidr: given.NatIpCidr,
      name: given.NatIpCidrName ?? '',
      description: given.NatIpCidrDescription ?? '',
    });
    return { NatIpCidrId: id };
  },
});

const list = operation({
  name: 'ListNatIpCidrs',
  reads: true,
  parameters: {
    ...gateway,
    NatIpCidr: rules.text(),
    NatIpCidrs: rules.list(20),
    NatIpCidrName: rules.list(20),
    NatIpCidrStatus: rules.oneOf('Available'),
    MaxResults: rules.integer(1, 100),
    NextToken: rules.text(),
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    const owner = findInside(world, given.RegionId, given.NatGatewayId);
    confirm(call);
    const keep = allOf<NatIpCidr>(
      equal(given.NatIpCidr, ({ cidr }) => cidr),
      among(given.NatIpCidrs, ({ cidr }) => cidr),
      among(given.NatIpCidrName, ({ name }) => name),
    );
    const all = [...owner.inside.cidrs.values()];
    const kept = keep === undefined ? all : all.filter(keep);
    const { items, next } = tokenPage(kept, given.NextToken, given.MaxResults ?? 20);
    const records = items.map(({ id, cidr, isDefault, name, description, created }) => ({
      NatIpCidrId: id,
      NatIpCidr: cidr,
      NatIpCidrName: name,
      NatIpCidrDescription: description,
      NatIpCidrStatus: 'Available',
      NatGatewayId: owner.id,
      IsDefault: isDefault,
      /** Without seconds, as its sample has it. */
      CreationTime: printExpiry(created),
    }));
    return { NatIpCidrs: records, NextToken: next, TotalCount: String(kept.length) };
  },
});

const modify = operation({
  name: 'ModifyNatIpCidrAttribute',
  parameters: { ...block, ...naming, ...rules.dryRun, ...rules.token },
  run({ world, call }, given) {
    const { NatIpCidrName: name, NatIpCidrDescription: description } = given;
    if (name === undefined && description === undefined) missing('NatIpCidrName');
    const owner = findInside(world, given.RegionId, given.NatGatewayId);
    modifyNatIpCidr(world, call, owner, findNatIpCidr(owner, given.NatIpCidr), { name, description });
    return {};
  },
});

const remove = operation({
  name: 'DeleteNatIpCidr',
  parameters: { ...block, ...rules.dryRun, ...rules.token },
  run({ world, call }, given) {
    const owner = findInside(world, given.RegionId, given.NatGatewayId);
    deleteNatIpCidr(world, call, owner, findNatIpCidr(owner, given.NatIpCidr));
    return {};
  },
});

export const natIpCidrOperations: readonly Operation[] = [create, list, modify, remove];
