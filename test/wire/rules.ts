import {
  addressesOfGateway,
  form,
  full,
  fullV3,
  joined,
  json,
  nat,
  rest,
  rpc,
  rpcRead,
  rpcToken,
  seen,
  token,
} from './forms.ts';
import { nothing, type Rows, type Scene } from './table.ts';

const web = ({ bound }: Scene) =>
  ({
    protocol: 'tcp',
    public: { address: bound, ports: 443 },
    private: { address: '10.0.2.9', ports: 8443 },
  }) as const;

const forward = {
  ExternalIp: '47.0.0.1',
  ExternalPort: '443',
  InternalIp: '10.0.2.9',
  InternalPort: '8443',
  IpProtocol: 'TCP',
};

const dnatRule = {
  publicIpAddress: '180.76.186.174',
  publicPort: 443,
  privateIpAddress: '10.0.2.9',
  privatePort: 8443,
  protocol: 'TCP',
};

const snatEntry = {
  SnatTableId: 'stb-1',
  SnatIp: '47.0.0.1',
  SourceVSwitchId: 'vsw-2',
  SnatEntryName: 'out',
};

const snatRule = {
  ruleName: 'out',
  publicIpsAddress: ['180.76.186.174'],
  sourceCIDR: '192.168.2.0/24',
};

/** What is done with rules. */
export const rules: Rows = {
  'list SNAT rules': {
    run: ({ gateway }) => gateway.snat.list().toArray(),
    sent: {
      alibaba: [
        seen.alibaba,
        rpcRead('DescribeSnatTableEntries', { SnatTableId: 'stb-1', PageNumber: '1', PageSize: '50' }),
      ],
      baidu: [rest(`GET /v1/nat/${nat}/snatRule`)],
      tencentV2: [seen.tencentV2, joined.tencentV2],
      tencentV3: [seen.tencentV3, joined.tencentV3],
    },
  },

  'add an SNAT rule': {
    run: ({ gateway, source, bound }, wire) =>
      gateway.snat.add({
        source,
        ...(!wire.startsWith('tencent') && { through: [bound], name: 'out' }),
      }),
    sent: {
      alibaba: [seen.alibaba, rpc('CreateSnatEntry', { ...rpcToken, ...snatEntry })],
      baidu: [rest(`POST /v1/nat/${nat}/snatRule`, token, snatRule)],
      tencentV2: [
        ...addressesOfGateway.tencentV2,
        seen.tencentV2,
        joined.tencentV2,
        form('SubnetBindBmNatGateway', { ...full, 'unSubnetIds.0': 'subnet-2aw1hh9m' }),
      ],
      tencentV3: [
        ...addressesOfGateway.tencentV3,
        seen.tencentV3,
        joined.tencentV3,
        json('BindSubnetsToNatGateway', { ...fullV3, SubnetIds: ['subnet-2aw1hh9m'] }),
      ],
    },
  },

  'add several SNAT rules': {
    run: ({ gateway, source, bound }, wire) => {
      const choices = wire.startsWith('tencent') ? {} : { through: [bound], name: 'out' };
      return gateway.snat.addAll([{ source, ...choices }]);
    },
    sent: {
      alibaba: [seen.alibaba, rpc('CreateSnatEntry', { ...rpcToken, ...snatEntry })],
      baidu: [rest('POST /v1/nat/snatRule/batchCreate', token, { natId: nat, snatRules: [snatRule] })],
      tencentV2: [
        ...addressesOfGateway.tencentV2,
        seen.tencentV2,
        joined.tencentV2,
        form('SubnetBindBmNatGateway', { ...full, 'unSubnetIds.0': 'subnet-2aw1hh9m' }),
      ],
      tencentV3: [
        ...addressesOfGateway.tencentV3,
        seen.tencentV3,
        joined.tencentV3,
        json('BindSubnetsToNatGateway', { ...fullV3, SubnetIds: ['subnet-2aw1hh9m'] }),
      ],
    },
  },

  'let single servers out': {
    run: ({ gateway }) =>
      gateway.snat.add({ source: { subnet: 'subnet-2aw1hh9m', hosts: ['10.1.2.5', '10.1.2.6'] } }),
    sent: {
      alibaba: nothing,
      baidu: nothing,
      tencentV2: [
        ...addressesOfGateway.tencentV2,
        seen.tencentV2,
        joined.tencentV2,
        form('BindIpsToBmNatGateway', {
          ...full,
          'ips.0.unSubnetId': 'subnet-2aw1hh9m',
          'ips.0.ipList.0': '10.1.2.5',
          'ips.0.ipList.1': '10.1.2.6',
        }),
      ],
      tencentV3: nothing,
    },
  },

  'replace an SNAT rule': {
    run: ({ gateway, snatRule, source, bound }) =>
      gateway.snat.replace(snatRule, { source, through: [bound] }),
    sent: {
      alibaba: [
        seen.alibaba,
        rpcRead('DescribeSnatTableEntries', { SnatTableId: 'stb-1', SnatEntryId: 'snat-1' }),
        rpc('ModifySnatEntry', {
          ...rpcToken,
          SnatTableId: 'stb-1',
          SnatEntryId: 'snat-1',
          SnatIp: '47.0.0.1',
        }),
      ],
      baidu: [
        rest(`PUT /v1/nat/${nat}/snatRule/rule-1`, token, {
          publicIpsAddress: ['180.76.186.174'],
          sourceCIDR: '192.168.2.0/24',
        }),
      ],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'remove an SNAT rule': {
    run: ({ gateway, snatRule }) => gateway.snat.remove(snatRule),
    sent: {
      alibaba: [seen.alibaba, rpc('DeleteSnatEntry', { SnatTableId: 'stb-1', SnatEntryId: 'snat-1' })],
      baidu: [rest(`DELETE /v1/nat/${nat}/snatRule/rule-1`, token)],
      tencentV2: [
        joined.tencentV2,
        form('SubnetUnBindBmNatGateway', { ...full, 'unSubnetIds.0': 'subnet-8pca7qqf' }),
      ],
      tencentV3: [
        joined.tencentV3,
        json('UnbindSubnetsFromNatGateway', { ...fullV3, SubnetIds: ['subnet-8pca7qqf'] }),
      ],
    },
  },

  'list DNAT rules': {
    run: ({ gateway }) => gateway.dnat.list().toArray(),
    sent: {
      alibaba: [
        seen.alibaba,
        rpcRead('DescribeForwardTableEntries', { ForwardTableId: 'ftb-1', PageNumber: '1', PageSize: '50' }),
      ],
      baidu: [rest(`GET /v1/nat/${nat}/dnatRule`)],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'add a DNAT rule': {
    run: (scene) => scene.gateway.dnat.add(web(scene)),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('CreateForwardEntry', { ...rpcToken, ForwardTableId: 'ftb-1', ...forward }),
      ],
      baidu: [rest(`POST /v1/nat/${nat}/dnatRule`, token, dnatRule)],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'publish a range of ports': {
    run: ({ gateway, bound }) =>
      gateway.dnat.add({
        protocol: 'udp',
        public: { address: bound, ports: { from: 5_000, to: 5_010 } },
        private: { address: '10.0.2.9', ports: { from: 6_000, to: 6_010 } },
      }),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('CreateForwardEntry', {
          ...rpcToken,
          ForwardTableId: 'ftb-1',
          ...forward,
          ExternalPort: '5000/5010',
          InternalPort: '6000/6010',
          IpProtocol: 'UDP',
        }),
      ],
      baidu: [
        rest(`POST /v1/nat/${nat}/dnatRule`, token, {
          publicIpAddress: '180.76.186.174',
          publicPortRange: '5000-5010',
          privateIpAddress: '10.0.2.9',
          privatePortRange: '6000-6010',
          protocol: 'UDP',
        }),
      ],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'publish every port of an address': {
    run: ({ gateway, bound }) =>
      gateway.dnat.add({ protocol: 'any', public: { address: bound }, private: { address: '10.0.2.9' } }),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('CreateForwardEntry', {
          ...rpcToken,
          ForwardTableId: 'ftb-1',
          ...forward,
          ExternalPort: 'Any',
          InternalPort: 'Any',
          IpProtocol: 'Any',
        }),
      ],
      baidu: [
        rest(`POST /v1/nat/${nat}/dnatRule`, token, {
          publicIpAddress: '180.76.186.174',
          privateIpAddress: '10.0.2.9',
          protocol: 'all',
        }),
      ],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'add several DNAT rules': {
    run: (scene) => scene.gateway.dnat.addAll([web(scene)]),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('CreateForwardEntry', { ...rpcToken, ForwardTableId: 'ftb-1', ...forward }),
      ],
      baidu: [rest(`POST /v1/nat/${nat}/dnatRule/batchCreate`, token, { rules: [dnatRule] })],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'replace a DNAT rule': {
    run: (scene) => scene.gateway.dnat.replace('rule-1', web(scene)),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('ModifyForwardEntry', { ForwardTableId: 'ftb-1', ForwardEntryId: 'rule-1', ...forward }),
      ],
      baidu: [rest(`PUT /v1/nat/${nat}/dnatRule/rule-1`, token, dnatRule)],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'remove a DNAT rule': {
    run: ({ gateway }) => gateway.dnat.remove('rule-1'),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('DeleteForwardEntry', { ForwardTableId: 'ftb-1', ForwardEntryId: 'rule-1' }),
      ],
      baidu: [rest(`DELETE /v1/nat/${nat}/dnatRule/rule-1`, token)],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },
};
