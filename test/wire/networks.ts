import { form, json, rest, rpcRead } from './forms.ts';
import type { Rows } from './table.ts';

/** How networks are looked up. */
export const networks: Rows = {
  'list networks': {
    run: ({ cloud }) => cloud.networks.list().toArray(),
    sent: {
      alibaba: [rpcRead('DescribeVpcs', { PageNumber: '1', PageSize: '50' })],
      baidu: [rest('GET /v1/vpc')],
      tencentV2: [form('DescribeBmVpcEx', { offset: '0', limit: '100' })],
      tencentV3: [json('DescribeVpcs', { Offset: 0, Limit: 100 })],
    },
  },

  'list the subnets of a network': {
    run: ({ cloud, vpc }) => cloud.networks.subnets(vpc).toArray(),
    sent: {
      alibaba: [rpcRead('DescribeVSwitches', { VpcId: 'vpc-1', PageNumber: '1', PageSize: '50' })],
      baidu: [rest('GET /v1/subnet', { vpcId: 'vpc-13vuxu016dew' })],
      tencentV2: [form('DescribeBmSubnetEx', { unVpcId: 'vpc-kd7d06of', offset: '0', limit: '100' })],
      tencentV3: [
        json('DescribeSubnets', {
          Filters: [{ Name: 'vpc-id', Values: ['vpc-kd7d06of'] }],
          Offset: 0,
          Limit: 100,
        }),
      ],
    },
  },
};
