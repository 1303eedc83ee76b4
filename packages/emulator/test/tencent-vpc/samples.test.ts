import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import samples from '../fixtures/tencent-vpc/samples.json' with { type: 'json' };
import { Vpc } from './client.ts';

const sampleSchema = z.object({
  action: z.string(),
  method: z.enum(['GET', 'POST']),
  request: z.record(z.string(), z.unknown()),
  response: z.object({ Response: z.record(z.string(), z.unknown()) }),
});
type Sample = z.output<typeof sampleSchema>;
const all = z.array(sampleSchema).parse(samples);

const region = 'ap-guangzhou';
const eip = (ip: string, eipId?: string) => ({ region, ip, ...(eipId !== undefined && { eipId }) });
const network = (vpcId: string, more: object = {}) => ({ region, vpcId, cidr: '10.0.0.0/8', ...more });
const gateway = (natId: string, more: object = {}) => ({ natId, name: natId, ...more });

/** What the documented requests name, with the ids and addresses they name it by. */
const seed = {
  eips: [
    eip('139.199.232.119'),
    eip('139.199.232.212'),
    eip('139.199.232.226'),
    eip('139.199.232.238'),
    eip('180.12.59.43'),
    eip('139.199.232.1', 'eip-gzc5rgr2'),
  ],
  vpcs: [
    network('vpc-abcdefgh'),
    network('vpc-bohigpb7'),
    network('vpc-2d98uyh6', { gateways: [gateway('nat-lz6rjk7n')] }),
    network('vpc-other', {
      gateways: [
        gateway('nat-3nptcfvp'),
        gateway('nat-ig8xpno8'),
        gateway('nat-2njz5nh8'),
        gateway('nat-mdbjfr0y', { eips: 1 }),
      ],
    }),
    network('vpc-0yi4hekt', {
      subnets: [
        {
          subnetId: 'subnet-0yi4hekt',
          cidr: '10.80.80.0/24',
          servers: [{ ip: '10.80.80.41', instanceId: 'ins-24796297' }],
        },
      ],
      gateways: [
        gateway('nat-3isn9hr0', {
          eips: ['139.199.232.226', '139.199.232.238', '180.12.59.43'],
          tags: { Creator: 'TencentCloud' },
          dnat: [
            { eip: '139.199.232.238', publicPort: 999, privateIp: '10.0.9.2', privatePort: 9999 },
            {
              protocol: 'UDP',
              eip: '139.199.232.238',
              publicPort: 8989,
              privateIp: '10.80.80.41',
              privatePort: 8989,
            },
          ],
          snat: [
            { snatId: 'snat-0yi4hekt', resource: 'subnet-0yi4hekt' },
            {
              snatId: 'snat-3ixd0hr0',
              resourceType: 'USERDEFINED',
              source: '10.81.0.0/16',
            },
          ],
        }),
      ],
    }),
  ],
};

/** What has to be there beside the seed for one sample, and what its request names anew. */
const before: Readonly<Record<string, (vpc: Vpc, sample: Sample) => object>> = {
  DisassociateNatGatewayAddress(vpc, { request }) {
    vpc.settle('AssociateNatGatewayAddress', {
      NatGatewayId: 'nat-mdbjfr0y',
      PublicIpAddresses: ['139.199.232.212'],
    });
    return request;
  },
  ModifyNatGatewayDestinationIpPortTranslationNatRule(vpc, { request }) {
    const rule = {
      IpProtocol: 'TCP',
      PublicIpAddress: '139.199.232.238',
      PublicPort: 8989,
      PrivateIpAddress: '10.80.80.41',
      PrivatePort: 9090,
    };
    const write = { NatGatewayId: 'nat-3isn9hr0', DestinationIpPortTranslationNatRules: [rule] };
    vpc.settle('CreateNatGatewayDestinationIpPortTranslationNatRule', write);
    return request;
  },
  ModifyNatGatewaySourceIpTranslationNatRule(_, { request }) {
    return { ...request, 'SourceIpTranslationNatRule.NatGatewaySnatId': 'snat-0yi4hekt' };
  },
  AllocateAddresses(vpc, { request }) {
    if ('ClientToken' in request) vpc.settle('AllocateAddresses', request, { workFault: 'failed' });
    return request;
  },
  DescribeTaskResult(vpc) {
    return { TaskId: vpc.settle('AllocateAddresses', {}).TaskId };
  },
  DescribeVpcTaskResult(vpc) {
    const write = { NatGatewayId: 'nat-mdbjfr0y', PublicIpAddresses: ['139.199.232.212'] };
    return { TaskId: vpc.settle('AssociateNatGatewayAddress', write).RequestId };
  },
};

/** Where an answer differs from a sample in fields and their types; ours may have more. */
function differences(sample: unknown, ours: unknown, path = ''): readonly string[] {
  if (Array.isArray(sample)) {
    if (!Array.isArray(ours)) return [`${path} is no list`];
    if (sample.length === 0) return [];
    return ours.length === 0 ? [`${path} is empty`] : differences(sample[0], ours[0], `${path}[0]`);
  }
  if (typeof sample === 'object' && sample !== null) {
    if (typeof ours !== 'object' || ours === null) return [`${path} is no object`];
    const own = new Map<string, unknown>(Object.entries(ours));
    return Object.entries(sample).flatMap(([name, value]) =>
      differences(value, own.get(name), `${path}.${name}`),
    );
  }
  return typeof sample === typeof ours ? [] : [`${path} is ${typeof ours}, not ${typeof sample}`];
}

/** Where our answer means the same and is in another state than the sample's. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  // One sample is answered AVAILABLE with its EIPs, against the text and the other sample.
  'CreateNatGateway test_name': ['.NatGatewaySet[0].PublicIpAddressSet is empty'],
};

describe('the documented samples', () => {
  it.each(all.map((sample, index) => [index, sample.action, sample] as const))(
    '%i %s is accepted and answered in its fields',
    (_, action, sample) => {
      const vpc = new Vpc();
      vpc.cloud.seed(seed);
      const request = before[action]?.(vpc, sample) ?? sample.request;
      const ours = vpc.call(action, request, { method: sample.method });
      const key = `${action} ${sample.request.NatGatewayName ?? ''}`;
      expect(differences(sample.response.Response, ours)).toEqual(otherwise[key] ?? []);
      expect(ours.Error?.Code).toEqual(
        z.object({ Code: z.string() }).safeParse(sample.response.Response.Error).data?.Code,
      );
    },
  );

  it('shows a gateway in the making as the sample of a standard one does', () => {
    const vpc = new Vpc();
    vpc.cloud.seed(seed);
    const sample = all.find(({ request }) => request.NatGatewayName === 'standard_test');
    const record = (response: object) =>
      z.object({ NatGatewaySet: z.array(z.looseObject({})) }).parse(response).NatGatewaySet[0];
    const shown = record(sample?.response.Response ?? {});
    const ours = record(vpc.call('CreateNatGateway', sample?.request ?? {}));
    const { NatGatewayId, NatGatewayName, SubnetId, ...same } = shown ?? {};
    expect(ours).toMatchObject(same);
  });
});
