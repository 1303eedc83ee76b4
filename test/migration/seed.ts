/**
 * The same two networks on each cloud, `shop` with a gateway in it and `new` with none: 10.20.0.0/16 with the subnets `web`
 * (10.20.0.0/24) and `app` (10.20.1.0/24). The gateways use what their cloud has and others lack.
 */
const cidr = '10.20.0.0/16';
const web = '10.20.0.0/24';
const app = '10.20.1.0/24';

const zone = (letter: string) => `cn-qingdao-${letter}`;

const alibaba = {
  vpcs: ['shop', 'new'].map((name) => ({
    id: `vpc-${name}`,
    region: 'cn-qingdao',
    name,
    cidr,
    vSwitches: [
      { id: `vsw-${name}-web`, zone: zone('a'), cidr: web },
      { id: `vsw-${name}-app`, zone: zone('b'), cidr: app },
    ],
  })),
  gateways: [
    {
      region: 'cn-qingdao',
      vpc: 'vpc-shop',
      vSwitch: 'vsw-shop-web',
      name: 'shop-egress',
      description: 'Way out of the shop',
      spec: 'Middle',
      addresses: 3,
      tags: { team: 'shop' },
      deletionProtection: true,
      snat: [
        { name: 'web', addresses: [0], vSwitch: 'vsw-shop-web' },
        { name: 'audit', addresses: [0], cidr: '10.20.1.7/32' },
      ],
      forward: [
        { name: 'https', address: 1, externalPort: '443', internalIp: '10.20.0.10', internalPort: '8443' },
        {
          name: 'game',
          address: 1,
          externalPort: '7000/7003',
          internalIp: '10.20.0.11',
          internalPort: '7000/7003',
          protocol: 'UDP',
        },
        {
          name: 'bastion',
          address: 2,
          externalPort: 'Any',
          internalIp: '10.20.0.12',
          internalPort: 'Any',
          protocol: 'Any',
        },
      ],
    },
  ],
};

const baidu = {
  vpcs: ['shop', 'new'].map((name) => ({
    name,
    cidr,
    subnets: [
      { name: `${name}-web`, cidr: web },
      { name: `${name}-app`, cidr: app },
    ],
  })),
  gateways: [
    {
      name: 'search-out',
      vpc: 'shop',
      cuNum: 1,
      bindEips: 2,
      expiresInDays: 90,
      snatRules: [
        { ruleName: 'wide', sourceCIDR: '10.20.0.0/23', addresses: [0] },
        { ruleName: 'app', sourceCIDR: app, addresses: [1] },
      ],
      dnatRules: [
        {
          ruleName: 'https',
          address: 1,
          privateIpAddress: '10.20.1.10',
          protocol: 'TCP',
          publicPort: '443',
          privatePort: '8443',
        },
      ],
    },
  ],
};

const tencentBm = {
  vpcs: ['shop', 'new'].map((name, index) => ({
    region: 'ap-guangzhou',
    vpcId: `vpc-bm${name}`,
    name,
    cidr,
    subnets: [
      { subnetId: `subnet-${name}web`, name: 'web', cidr: web, servers: [{ ip: '10.20.0.10' }] },
      {
        subnetId: `subnet-${name}app`,
        name: 'app',
        cidr: app,
        servers: ['10.20.1.7', '10.20.1.10', '10.20.1.11'].map((ip) => ({ ip })),
      },
    ],
    eips: [1, 2, 3].map((host) => ({ ip: `198.19.${index}.${host}` })),
    gateways:
      name === 'new'
        ? []
        : [
            {
              name: 'legacy_nat',
              eips: ['198.19.0.1', '198.19.0.2'],
              subnets: ['web'],
              ips: [{ subnet: 'app', ips: ['10.20.1.10', '10.20.1.11'] }],
            },
          ],
  })),
};

const tencentVpc = {
  eips: [1, 2, 3].map((host) => ({ region: 'ap-guangzhou', ip: `198.20.0.${host}`, bandwidth: 20 })),
  vpcs: ['shop', 'new'].map((name) => ({
    region: 'ap-guangzhou',
    vpcId: `vpc-tc${name}`,
    name,
    cidr,
    subnets: [
      {
        subnetId: `subnet-tc${name}web`,
        name: 'web',
        cidr: web,
        servers: ['10.20.0.10', '10.20.0.11'].map((ip) => ({ ip })),
      },
      {
        subnetId: `subnet-tc${name}app`,
        name: 'app',
        cidr: app,
        servers: ['10.20.1.7', '10.20.1.10', '10.20.1.11'].map((ip) => ({ ip })),
      },
    ],
    gateways:
      name === 'new'
        ? []
        : [
            {
              name: 'pay-nat',
              eips: ['198.20.0.1', '198.20.0.2'],
              protected: true,
              tags: { team: 'pay' },
              snat: [
                { resource: 'web', eips: [0], description: 'web' },
                {
                  resourceType: 'USERDEFINED',
                  source: '10.20.1.0/25',
                  eips: [0, 1],
                  description: 'app',
                },
              ],
              dnat: [
                { eip: 1, publicPort: 443, privateIp: '10.20.1.10', privatePort: 8443, description: 'https' },
              ],
            },
          ],
    routeTables: name === 'new' ? [] : [{ main: true, routes: [{ gateway: 'pay-nat' }] }],
  })),
};

/** Free public IPs from the start, where a new gateway needs one. */
export const spareAddresses: Readonly<Record<string, readonly string[]>> = {
  'tencent-bm': ['198.19.1.3'],
  'tencent-vpc': ['198.20.0.3'],
};

export const seed = { alibaba, baidu, tencentBm, tencentVpc };
