import { addressSpecOn } from '../placement.ts';
import { eip, form, full, fullV3, json, nat, rest, rpc, rpcToken, seen, token } from './forms.ts';
import type { Rows } from './table.ts';

const [boundAtAlibaba, freeAtAlibaba] = [eip('47.0.0.1').alibaba, eip('47.0.0.2').alibaba];
const freeAtBareMetal = eip('183.60.249.12');

/** What is done with public addresses. */
export const addresses: Rows = {
  'attach an address': {
    run: ({ gateway, free }) => gateway.addresses.attach(free),
    sent: {
      alibaba: [
        seen.alibaba,
        freeAtAlibaba,
        rpc('AssociateEipAddress', {
          ...rpcToken,
          AllocationId: 'eip-2',
          InstanceId: 'ngw-1',
          InstanceType: 'Nat',
        }),
      ],
      baidu: [
        seen.baidu,
        rest('GET /v1/eip', { eip: '180.76.186.174' }),
        rest('GET /v1/eip', { eip: '180.76.186.175' }),
        rest(`PUT /v1/nat/${nat}`, { ...token, bind: '' }, { bindEips: ['180.76.186.175'] }),
      ],
      tencentV2: [
        seen.tencentV2,
        form('EipBindBmNatGateway', { ...full, 'assignedEipSet.0': '183.60.249.12' }),
      ],
      tencentV3: [
        seen.tencentV3,
        json('BindEipsToNatGateway', { ...fullV3, AssignedEips: ['183.60.249.12'] }),
      ],
    },
  },

  'detach an address': {
    run: ({ gateway, bound }) => gateway.addresses.detach(bound),
    sent: {
      alibaba: [
        boundAtAlibaba,
        rpc('UnassociateEipAddress', {
          ...rpcToken,
          AllocationId: 'eip-1',
          InstanceId: 'ngw-1',
          InstanceType: 'Nat',
        }),
      ],
      baidu: [
        seen.baidu,
        rest(`PUT /v1/nat/${nat}`, { ...token, unbind: '' }, { bindEips: ['180.76.186.174'] }),
      ],
      tencentV2: [
        seen.tencentV2,
        form('EipUnBindBmNatGateway', { ...full, 'assignedEipSet.0': '183.60.249.11' }),
      ],
      tencentV3: [
        seen.tencentV3,
        json('UnbindEipsFromNatGateway', { ...fullV3, AssignedEips: ['183.60.249.11'] }),
      ],
    },
  },

  'allocate an address': {
    run: ({ cloud, vpc }) => cloud.addresses.allocate(addressSpecOn(cloud, { vpc })),
    sent: {
      alibaba: [rpc('AllocateEipAddress', { ...rpcToken, InstanceChargeType: 'PostPaid' })],
      baidu: [
        rest('POST /v1/eip', token, {
          bandwidthInMbps: 10,
          billing: { paymentTiming: 'Postpaid', billingMethod: 'ByTraffic' },
        }),
      ],
      tencentV2: [
        form('DescribeEipBm', {
          unVpcId: 'vpc-kd7d06of',
          offset: '0',
          limit: '100',
          orderBy: 'eipId',
          orderType: '0',
        }),
        form('EipBmApply', { unVpcId: 'vpc-kd7d06of', goodsNum: '1', payMode: 'flow' }),
      ],
      tencentV3: [
        json('DescribeEips', {
          VpcId: 'vpc-kd7d06of',
          Offset: 0,
          Limit: 100,
          OrderField: 'EipId',
          Order: 0,
        }),
        json('CreateEip', { VpcId: 'vpc-kd7d06of', GoodsNum: 1, PayMode: 'flow' }),
      ],
    },
  },

  'release an address': {
    run: ({ cloud, free }) => cloud.addresses.release(free),
    sent: {
      alibaba: [freeAtAlibaba, rpc('ReleaseEipAddress', { AllocationId: 'eip-2' })],
      baidu: [rest('DELETE /v1/eip/180.76.186.175', token)],
      tencentV2: [freeAtBareMetal.tencentV2, form('EipBmDelete', { 'eipIds.0': 'eip-e791epal' })],
      tencentV3: [freeAtBareMetal.tencentV3, json('DeleteEip', { EipIds: ['eip-e791epal'] })],
    },
  },
};
