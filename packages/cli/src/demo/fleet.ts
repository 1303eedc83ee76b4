/** A realistic fleet as seeds of the emulated clouds. */
export const fleet = {
  alibaba: {
    gateways: [
      {
        region: 'cn-qingdao',
        name: 'shop-egress',
        description: 'Egress and public services of the web shop',
        natType: 'Enhanced',
        spec: 'Middle',
        addresses: 3,
        tags: { team: 'shop', env: 'prod' },
        snat: [
          { name: 'web', addresses: [0], cidr: '10.1.0.0/20' },
          { name: 'batch', addresses: [1], cidr: '10.1.16.0/20' },
          { name: 'audit', addresses: [1], cidr: '10.1.32.7/32' },
        ],
        forward: [
          { name: 'https', address: 2, externalPort: '443', internalIp: '10.1.0.10', internalPort: '8443' },
          { name: 'ssh', address: 2, externalPort: '2222', internalIp: '10.1.0.11', internalPort: '22' },
          {
            name: 'dns',
            address: 2,
            externalPort: '53',
            internalIp: '10.1.0.53',
            internalPort: '53',
            protocol: 'UDP',
          },
        ],
      },
    ],
  },
  baidu: {
    vpcs: [{ name: 'shop-network', cidr: '10.1.0.0/16', subnets: [{ name: 'web', cidr: '10.1.0.0/20' }] }],
    gateways: [
      {
        name: 'search-out',
        spec: 'small',
        snatEips: 1,
        expiresInDays: 5,
        snatRules: [{ ruleName: 'crawlers', sourceCIDR: '192.168.0.0/20' }],
      },
    ],
  },
  tencentBm: {
    vpcs: [
      {
        region: 'ap-guangzhou',
        name: 'datacentre',
        cidr: '10.9.0.0/16',
        subnets: [{ name: 'racks', cidr: '10.9.0.0/24' }],
        eips: [{ ip: '198.19.0.10' }, { ip: '198.19.0.11' }],
        gateways: [
          {
            name: 'legacy_nat',
            maxConcurrent: 1_000_000,
            eips: ['198.19.0.10', '198.19.0.11'],
            subnets: ['racks'],
          },
        ],
      },
    ],
  },
} as const;
