import { parseAddress } from '../../../common/ipv4.ts';
import type { NatIp } from '../../../world/alibaba/model.ts';
import {
  createNatIp,
  deleteNatIp,
  findInside,
  findNatIp,
  modifyNatIp,
  type OwnedNatIp,
  statusOfNatIp,
} from '../../../world/alibaba/nat-ips.ts';
import { refuse } from '../../../world/alibaba/refusal.ts';
import { confirm } from '../../../world/alibaba/work.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing } from '../parameters.ts';
import type { Fields } from '../wire.ts';
import { allOf, among, equal } from './filters.ts';
import { tokenPage } from './pages.ts';

const gateway = { ...rules.region, NatGatewayId: rules.required(rules.text()) };
const natIpId = { ...rules.region, NatIpId: rules.required(rules.text()) };
const naming = {
  NatIpName: rules.matching(rules.name),
  NatIpDescription: rules.matching(rules.description),
};

const create = operation({
  name: 'CreateNatIp',
  parameters: {
    ...gateway,
    NatIpCidr: rules.required(rules.text()),
    NatIp: rules.text(),
    ...naming,
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    if (given.NatIp !== undefined && parseAddress(given.NatIp) === undefined) malformed('NatIp');
    const { id, ip } = createNatIp(world, call, findInside(world, given.RegionId, given.NatGatewayId), {
      cidr: given.NatIpCidr,
      ip: given.NatIp,
      name: given.NatIpName ?? '',
      description: given.NatIpDescription ?? '',
    });
    return { NatIp: ip, NatIpId: id, Ipv4Prefix: '', NatIps: [{ NatIp: ip, NatIpId: id, Ipv4Prefix: '' }] };
  },
});

const list = operation({
  name: 'ListNatIps',
  reads: true,
  parameters: {
    ...gateway,
    NatIpCidr: rules.text(),
    NatIpIds: rules.list(20),
    NatIpName: rules.list(20),
    NatIpStatus: rules.oneOf('Available', 'Deleting', 'Creating'),
    IpOrigin: rules.oneOf('prefix', 'cidr'),
    Ipv4Prefix: rules.text(),
    MaxResults: rules.integer(1, 100),
    NextToken: rules.text(),
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    const owner = findInside(world, given.RegionId, given.NatGatewayId);
    confirm(call);
    const keep = allOf<OwnedNatIp>(
      equal(given.NatIpCidr, ({ natIp }) => natIp.cidr),
      among(given.NatIpIds, ({ natIp }) => natIp.id),
      among(given.NatIpName, ({ natIp }) => natIp.name),
      equal(given.NatIpStatus, ({ natIp }) => statusOfNatIp(owner, natIp)),
      equal(given.IpOrigin, () => 'cidr'),
      equal(given.Ipv4Prefix, () => undefined),
    );
    const all = [...owner.inside.ips.values()].map((natIp) => ({ gateway: owner, natIp }));
    const kept = keep === undefined ? all : all.filter(keep);
    const { items, next } = tokenPage(kept, given.NextToken, given.MaxResults ?? 20);
    return { NatIps: items.map(describe), NextToken: next, TotalCount: String(kept.length) };
  },
});

function describe({ gateway: owner, natIp }: OwnedNatIp): Fields {
  return { ...describeNatIp(natIp), NatGatewayId: owner.id, NatIpStatus: statusOfNatIp(owner, natIp) };
}

const describeNatIp = ({ id, ip, cidr, isDefault, name, description }: NatIp): Fields => ({
  NatIpId: id,
  NatIp: ip,
  NatIpCidr: cidr,
  NatIpName: name,
  NatIpDescription: description,
  IsDefault: isDefault,
  Ipv4Prefix: '',
});

const modify = operation({
  name: 'ModifyNatIpAttribute',
  parameters: { ...natIpId, ...naming, ...rules.dryRun, ...rules.token },
  run({ world, call }, { RegionId, NatIpId, NatIpName: name, NatIpDescription: description }) {
    if (name === undefined && description === undefined) missing('NatIpName');
    modifyNatIp(world, call, findNatIp(world, RegionId, NatIpId), { name, description });
    return {};
  },
});

const remove = operation({
  name: 'DeleteNatIp',
  parameters: { ...natIpId, NatGatewayId: rules.text(), ...rules.dryRun, ...rules.token },
  run({ world, call }, { RegionId, NatIpId, NatGatewayId }) {
    const owned = findNatIp(world, RegionId, NatIpId);
    if (NatGatewayId !== undefined && NatGatewayId !== owned.gateway.id) refuse('nat-ip-not-found');
    deleteNatIp(world, call, owned);
    return {};
  },
});

export const natIpOperations: readonly Operation[] = [create, list, modify, remove];
