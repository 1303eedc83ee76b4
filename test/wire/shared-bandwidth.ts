import { eip, rest, rpc, rpcToken, token } from './forms.ts';
import { nothing, type Rows } from './table.ts';

const onBareMetal = { tencentV2: nothing, tencentV3: nothing };
const group = 'PUT /v1/eipgroup/eg-1';
const shared = { BandwidthPackageId: 'cbwp-1' };
const idOn = (wire: string): string => (wire === 'alibaba' ? 'cbwp-1' : 'eg-1');

/** What is done with bandwidth that addresses of several gateways draw from. */
export const sharedBandwidth: Rows = {
  'create shared bandwidth': {
    run: ({ cloud }) =>
      cloud.bandwidth.create({ bandwidthMbps: 100, name: 'office', meteredBy: 'bandwidth' }),
    sent: {
      alibaba: [
        rpc('CreateCommonBandwidthPackage', {
          ...rpcToken,
          Bandwidth: '100',
          InternetChargeType: 'PayByBandwidth',
          Name: 'office',
        }),
      ],
      baidu: [
        rest('POST /v1/eipgroup', token, {
          name: 'office',
          eipCount: 0,
          bandwidthInMbps: 100,
          billing: { paymentTiming: 'Postpaid', billingMethod: 'ByBandwidth' },
        }),
      ],
      ...onBareMetal,
    },
  },

  'rename shared bandwidth': {
    run: ({ cloud }, wire) => cloud.bandwidth.change(idOn(wire), { name: 'office' }),
    sent: {
      alibaba: [rpc('ModifyCommonBandwidthPackageAttribute', { ...shared, Name: 'office' })],
      baidu: [rest(group, { ...token, update: '' }, { name: 'office' })],
      ...onBareMetal,
    },
  },

  'resize shared bandwidth': {
    run: ({ cloud }, wire) => cloud.bandwidth.resize(idOn(wire), 200),
    sent: {
      alibaba: [rpc('ModifyCommonBandwidthPackageSpec', { ...shared, Bandwidth: '200' })],
      baidu: [rest(group, { ...token, resize: '' }, { bandwidthInMbps: 200 })],
      ...onBareMetal,
    },
  },

  'let an address join shared bandwidth': {
    run: ({ cloud, free }, wire) => cloud.bandwidth.join(idOn(wire), [free]),
    sent: {
      alibaba: [
        eip('47.0.0.2').alibaba,
        rpc('AddCommonBandwidthPackageIps', { ...rpcToken, ...shared, 'IpInstanceIds.1': 'eip-2' }),
      ],
      baidu: [
        rest('GET /v1/eip', { eip: '180.76.186.175' }),
        rest(group, { ...token, move_in: '' }, { eips: ['180.76.186.175'] }),
      ],
      ...onBareMetal,
    },
  },
};
