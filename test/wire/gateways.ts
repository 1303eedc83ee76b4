import {
  eip,
  form,
  full,
  fullV3,
  json,
  nat,
  pageV2,
  pageV3,
  rest,
  rpc,
  rpcRead,
  rpcToken,
  seen,
  token,
} from './forms.ts';
import { nothing, type Rows } from './table.ts';

const free = eip('183.60.249.12');

/** What is done with gateways. */
export const gateways: Rows = {
  'list gateways': {
    run: ({ cloud, vpc }) => cloud.gateways.list({ network: vpc }).toArray(),
    sent: {
      alibaba: [rpcRead('DescribeNatGateways', { VpcId: 'vpc-1', PageNumber: '1', PageSize: '50' })],
      baidu: [rest('GET /v1/nat', { vpcId: 'vpc-13vuxu016dew' })],
      tencentV2: [form('DescribeBmNatGateway', { unVpcId: 'vpc-kd7d06of', ...pageV2 })],
      tencentV3: [json('DescribeNatGateways', { VpcId: 'vpc-kd7d06of', ...pageV3 })],
    },
  },

  'read a gateway': {
    run: ({ gateway }) => gateway.get(),
    sent: {
      alibaba: [seen.alibaba],
      baidu: [seen.baidu],
      tencentV2: [seen.tencentV2],
      tencentV3: [seen.tencentV3],
    },
  },

  'create a gateway': {
    run: ({ cloud, vpc, subnet, free }, wire) =>
      cloud.gateways.create({
        name: 'shop',
        network: { vpc, ...(wire === 'alibaba' && { subnet }) },
        ...(wire !== 'alibaba' && { addresses: [free] }),
        ...(wire !== 'alibaba' && { size: { tier: 'medium' } }),
      }),
    sent: {
      alibaba: [
        rpc('CreateNatGateway', {
          ...rpcToken,
          VpcId: 'vpc-1',
          VSwitchId: 'vsw-1',
          Name: 'shop',
          NatType: 'Enhanced',
          InstanceChargeType: 'PostPaid',
        }),
      ],
      baidu: [
        rest('POST /v1/nat', token, {
          name: 'shop',
          vpcId: 'vpc-13vuxu016dew',
          spec: 'medium',
          eips: ['180.76.186.175'],
          billing: { paymentTiming: 'Postpaid' },
        }),
      ],
      tencentV2: [
        free.tencentV2,
        form('DescribeBmNatGateway', { unVpcId: 'vpc-kd7d06of', ...pageV2 }),
        form('CreateBmNatGateway', {
          natName: 'shop',
          unVpcId: 'vpc-kd7d06of',
          maxConcurrent: '3000000',
          forwardMode: '0',
          'assignedEipSet.0': '183.60.249.12',
        }),
      ],
      tencentV3: [
        free.tencentV3,
        json('DescribeNatGateways', { VpcId: 'vpc-kd7d06of', ...pageV3 }),
        json('CreateNatGateway', {
          NatName: 'shop',
          VpcId: 'vpc-kd7d06of',
          MaxConcurrent: 3_000_000,
          ForwardMode: '0',
          AssignedEips: ['183.60.249.12'],
        }),
      ],
    },
  },

  'rename a gateway': {
    run: ({ gateway }) => gateway.rename('renamed'),
    sent: {
      alibaba: [seen.alibaba, rpc('ModifyNatGatewayAttribute', { NatGatewayId: 'ngw-1', Name: 'renamed' })],
      baidu: [rest(`PUT /v1/nat/${nat}`, token, { name: 'renamed' })],
      tencentV2: [form('ModifyBmNatGateway', { ...full, natName: 'renamed' })],
      tencentV3: nothing,
    },
  },

  'resize a gateway': {
    run: ({ gateway }, wire) => gateway.resize(wire === 'baidu' ? { units: 10 } : { tier: 'large' }),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('ModifyNatGatewaySpec', { ...rpcToken, NatGatewayId: 'ngw-1', Spec: 'Large' }),
      ],
      baidu: [seen.baidu, rest(`PUT /v1/nat/${nat}`, { ...token, resize: '' }, { cuNum: 10 })],
      tencentV2: [seen.tencentV2, form('UpgradeBmNatGateway', { ...full, maxConcurrent: '10000000' })],
      tencentV3: [seen.tencentV3, json('UpgradeNatGateway', { ...fullV3, MaxConcurrent: 10_000_000 })],
    },
  },

  'protect a gateway': {
    run: ({ gateway }) => gateway.protect(),
    sent: {
      alibaba: [
        seen.alibaba,
        rpc('DeletionProtection', {
          ...rpcToken,
          InstanceId: 'ngw-1',
          Type: 'NATGW',
          ProtectionEnable: 'true',
        }),
      ],
      baidu: [rest(`PUT /v1/nat/${nat}/deleteProtect`, token, { deleteProtect: true })],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },

  'delete a gateway': {
    run: ({ gateway }) => gateway.delete(),
    sent: {
      alibaba: [seen.alibaba, rpc('DeleteNatGateway', { NatGatewayId: 'ngw-1', Force: 'false' })],
      baidu: [seen.baidu, rest(`DELETE /v1/nat/${nat}`, token)],
      tencentV2: [seen.tencentV2, form('DeleteBmNatGateway', full)],
      tencentV3: [seen.tencentV3, json('DeleteNatGateway', fullV3)],
    },
  },

  'renew a gateway': {
    run: ({ prepaid }) => prepaid.renew({ months: 3 }),
    sent: {
      alibaba: nothing,
      baidu: [
        rest('GET /v1/nat/nat-bir8biqwr45e'),
        rest(
          'PUT /v1/nat/nat-bir8biqwr45e',
          { ...token, purchaseReserved: '' },
          { billing: { reservation: { reservationLength: 3, reservationTimeUnit: 'month' } } },
        ),
      ],
      tencentV2: nothing,
      tencentV3: nothing,
    },
  },
};
