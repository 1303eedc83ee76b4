/** Where the document contradicts itself, its samples or today's service: what the adapter makes of each. */
import { describe, expect, it } from 'vitest';
import { endpointOf } from '../src/client.ts';
import { decodeUse } from '../src/codec/address.ts';
import { decodePackage } from '../src/codec/bandwidth.ts';
import { decodeBilling } from '../src/codec/billing.ts';
import { decodeDnat } from '../src/codec/dnat.ts';
import { decodeGateway, encodeOrder } from '../src/codec/gateway.ts';
import { decodeSnat } from '../src/codec/snat.ts';
import { entryState, gatewayState } from '../src/codec/state.ts';
import { decodeTime } from '../src/codec/time.ts';
import { operations } from '../src/operations/index.ts';
import { type Parameters, type Reply, refusal, scripted } from './scripted.ts';

const key = { region: 'cn-hangzhou', id: 'ngw-1' };

const gatewayOf = (fields: object) => {
  const [gateway] = operations.DescribeNatGateways.response.parse({
    NatGateways: { NatGateway: [{ NatGatewayId: 'ngw-1', ...fields }] },
  }).NatGateways;
  if (!gateway) throw new Error('no gateway in the answer');
  return decodeGateway(gateway, 'cn-hangzhou');
};

const ok = (fields: object = {}): Reply => ({ body: { RequestId: 'R-1', ...fields } });

describe('how the service is called', () => {
  it('version, format and time are named as the service reads them, not as the samples print them', async () => {
    const { driver, sent } = scripted(() => ok({ NatGateways: [] }));
    await driver.native.call('DescribeNatGateways', {});
    expect(sent[0]).toMatchObject({
      Version: '2016-04-28',
      Format: 'JSON',
      Timestamp: '2024-01-01T00:00:00Z',
    });
    expect(sent[0]).not.toHaveProperty('TimeStamp');
    expect(sent[0]).not.toHaveProperty('TimeStam');
  });

  it.each([
    ['cn-hangzhou', 'https://vpc.aliyuncs.com'],
    ['cn-shenzhen-finance-1', 'https://vpc.aliyuncs.com'],
    ['cn-qingdao', 'https://vpc.cn-qingdao.aliyuncs.com'],
    ['eu-central-1', 'https://vpc.eu-central-1.aliyuncs.com'],
  ])('%s is served at %s', (region, endpoint) => expect(endpointOf(region)).toBe(endpoint));

  it('zones for Enhanced gateways are asked for under the misspelled name the service has', async () => {
    const { driver, sent } = scripted(() => ok({ Zones: [{ ZoneId: 'cn-qingdao-a' }] }));
    const { Zones } = await driver.native.call('ListEnhancedNatGatewayAvailableZones', {});
    expect(sent[0]?.Action).toBe('ListEnhanhcedNatGatewayAvailableZones');
    expect(Zones).toEqual([{ ZoneId: 'cn-qingdao-a' }]);
  });

  it('there are eight operations on NAT bandwidth packages, whatever the overview counts', () => {
    expect(Object.keys(operations).filter((name) => /(?<!Common)BandwidthPackage/.test(name))).toHaveLength(
      8,
    );
  });

  it('a dry run that passes arrives as an error and is a success', async () => {
    const { driver } = scripted(() =>
      refusal(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'),
    );
    const answer = await driver.native.call('DescribeNatGateways', { DryRun: true });
    expect(answer).toEqual({ RequestId: '0ED8D006-F706-4D23-88ED-E11ED28DCAC0', NatGateways: [] });
  });

  it('a dry run that fails is the error it found', async () => {
    const { driver } = scripted(() => refusal(404, 'InvalidRegionId.NotFound'));
    await expect(driver.native.call('DescribeNatGateways', { DryRun: true })).rejects.toThrow(
      'InvalidRegionId.NotFound',
    );
  });

  it('an id with blanks is sent as it is', async () => {
    const { driver, sent } = scripted(() => ok({ NatGateways: [] }));
    await driver.native.call('DescribeNatGateways', { NatGatewayId: ' ngw-1' });
    expect(sent[0]?.NatGatewayId).toBe(' ngw-1');
  });
});

describe('what an order says', () => {
  const order = { network: { vpc: 'vpc-1', subnet: 'vsw-1' }, billing: { mode: 'on-demand' } } as const;

  it('always says which kind of gateway, since the service refuses to choose', () => {
    expect(encodeOrder(order, undefined)).toEqual({
      VpcId: 'vpc-1',
      NatType: 'Enhanced',
      VSwitchId: 'vsw-1',
      InstanceChargeType: 'PostPaid',
    });
  });

  it('makes a size by tier a Normal gateway, which stands in no vSwitch', () => {
    expect(encodeOrder({ ...order, size: { tier: 'medium' } }, undefined)).toMatchObject({
      NatType: 'Normal',
      InternetChargeType: 'PayBySpec',
      Spec: 'Middle',
    });
    expect(encodeOrder({ ...order, size: { tier: 'medium' } }, undefined)).not.toHaveProperty('VSwitchId');
  });

  it('follows the kind the user has chosen', () => {
    expect(encodeOrder({ ...order, size: { tier: 'xlarge' } }, 'enhanced')).toMatchObject({
      NatType: 'Enhanced',
      Spec: 'XLarge.1',
    });
    expect(encodeOrder(order, 'normal')).toMatchObject({ NatType: 'Normal' });
    expect(encodeOrder({ ...order, size: { metered: true } }, undefined)).toMatchObject({
      InternetChargeType: 'PayByLcu',
    });
  });

  it('names the length of a subscription Duration, and pays for it only when told to', () => {
    const billing = { mode: 'prepaid', term: { years: 2 } } as const;
    expect(encodeOrder({ ...order, billing }, undefined)).toMatchObject({
      InstanceChargeType: 'PrePaid',
      PricingCycle: 'Year',
      Duration: 2,
      AutoPay: false,
    });
  });

  it('gives the zone of a package as Zone and reads it as ZoneId', async () => {
    const { driver, sent, call } = scripted(() => ok({ BandwidthPackageId: 'bwp-1' }));
    await driver.bandwidth.create(key, { bandwidthMbps: 5, addresses: 2, zone: 'cn-hangzhou-b' }, call());
    expect(sent[0]).toMatchObject({ Zone: 'cn-hangzhou-b', Bandwidth: '5', IpCount: '2' });
  });

  it('asks for how many addresses to add, not for how many there shall be', async () => {
    const known = {
      BandwidthPackages: [{ BandwidthPackageId: 'bwp-1', PublicIpAddresses: [{ IpAddress: '47.0.0.1' }] }],
    };
    const { driver, sent, call } = scripted(() => ok(known));
    await driver.bandwidth.addAddresses(key, 'bwp-1', 2, call());
    expect(sent.at(-1)).toMatchObject({ Action: 'AddBandwidthPackageIps', IpCount: '2' });
  });

  it('names removed addresses by address, not by id', async () => {
    const known = {
      BandwidthPackages: [
        {
          BandwidthPackageId: 'bwp-1',
          PublicIpAddresses: [{ IpAddress: '47.0.0.1' }, { IpAddress: '47.0.0.2' }],
        },
      ],
    };
    const { driver, sent, call } = scripted(() => ok(known));
    await driver.bandwidth.removeAddresses(key, 'bwp-1', ['47.0.0.1'], call());
    expect(sent.at(-1)).toMatchObject({
      Action: 'RemoveBandwidthPackageIps',
      'RemovedIpAddresses.1': '47.0.0.1',
    });
  });
});

describe('how lists are read', () => {
  const page = (numbers: object, count: number) => ({
    ...numbers,
    NatGateways: {
      NatGateway: Array.from({ length: count }, (_, index) => ({ NatGatewayId: `ngw-${index}` })),
    },
  });

  it.each([
    ['full and not the last', { PageSize: 50, TotalCount: 120 }, 50, '2'],
    ['full and the last', { PageSize: 50, TotalCount: 50 }, 50, undefined],
    ['full, with no total', { PageSize: 50 }, 50, '2'],
    ['short, whatever the total says', { PageSize: 50, TotalCount: 120 }, 49, undefined],
    ['empty', { PageSize: 50, TotalCount: 120 }, 0, undefined],
    ['full by a smaller page size of the service', { PageSize: 10, TotalCount: 120 }, 10, '2'],
  ])('a page that is %s', async (_, numbers, count, next) => {
    const { driver, sent, call } = scripted(() => ok(page(numbers, count)));
    const listed = await driver.gateways.list({}, undefined, call());
    expect(listed.next).toBe(next);
    expect(sent[0]).toMatchObject({ PageSize: '50', PageNumber: '1' });
    expect(sent[0]).not.toHaveProperty('Spec');
  });

  it('rules without a total are read to the first page that is not full', async () => {
    const entries = (count: number) =>
      ok({
        PageSize: 50,
        SnatTableEntries: {
          SnatTableEntry: Array.from({ length: count }, (_, index) => ({ SnatEntryId: `snat-${index}` })),
        },
      });
    const { driver, call } = scripted(({ Action, PageNumber }) => {
      if (Action === 'DescribeNatGateways')
        return ok({ NatGateways: [{ NatGatewayId: 'ngw-1', SnatTableIds: { SnatTableId: 'stb-1' } }] });
      return entries(PageNumber === '1' ? 50 : 3);
    });
    const first = await driver.snat.list(key, undefined, call());
    const second = await driver.snat.list(key, first.next, call());
    expect([first.items.length, first.next, second.items.length, second.next]).toEqual([
      50,
      '2',
      3,
      undefined,
    ]);
  });

  it('elastic IPs come by the hundred', async () => {
    const { driver, sent, call } = scripted(() => ok({ EipAddresses: [] }));
    await driver.addresses.list({}, undefined, call());
    expect(sent[0]?.PageSize).toBe('100');
  });
});

describe('what records mean', () => {
  it.each([
    ['2017-06-08T12:20:55', '2017-06-08T12:20:55Z'],
    ['2017-08-26T16:00Z', '2017-08-26T16:00:00Z'],
    ['2018-01-10T09:48:29Z', '2018-01-10T09:48:29Z'],
    ['', undefined],
    [undefined, undefined],
    ['yesterday', undefined],
  ])('the time %s is %s', (time, instant) => expect(decodeTime(time)).toBe(instant));

  it.each([
    ['Creating', 'creating'],
    ['Initiating', 'creating'],
    ['Available', 'available'],
    ['Modifying', 'updating'],
    ['Converting', 'updating'],
    ['Pending', 'updating'],
    ['Deleting', 'deleting'],
    ['Dreaming', 'unknown'],
    [undefined, 'unknown'],
  ] as const)('the gateway state %s is %s', (status, state) =>
    expect(gatewayState(status, 'good')).toBe(state),
  );

  it('a locked gateway is suspended, with its standing beside', () => {
    expect(gatewayOf({ Status: 'Available', BusinessStatus: 'FinancialLocked' })).toMatchObject({
      state: 'suspended',
      billing: { status: 'arrears-locked' },
    });
    expect(gatewayOf({ Status: 'Available', BusinessStatus: 'SecurityLocked' }).billing.status).toBe(
      'security-locked',
    );
    expect(decodeBilling({ InstanceChargeType: 'PrePaid', BusinessStatus: 'FinancialLocked' }).status).toBe(
      'expired',
    );
  });

  it.each([
    ['Pending', 'pending'],
    ['Modifying', 'pending'],
    ['Available', 'available'],
    ['Deleting', 'deleting'],
    ['Dreaming', 'unknown'],
  ] as const)('the entry state %s is %s', (status, state) => expect(entryState(status)).toBe(state));

  it.each([
    ['Idle', 'idle'],
    ['idle', 'idle'],
    ['Available', 'idle'],
    [undefined, 'idle'],
    ['UsedBySnatTable', 'snat'],
    ['UsedByForwardTable', 'dnat'],
    ['UsedBySnatTable,UsedByForwardTable', 'both'],
  ] as const)('an address that is %s is %s', (status, use) => expect(decodeUse(status)).toBe(use));

  it.each([
    ['TCP', 'tcp'],
    ['tcp', 'tcp'],
    ['UDP', 'udp'],
    ['Any', 'any'],
    ['any', 'any'],
  ] as const)("the protocol %s is %s, in the provider's own words beside", (word, protocol) => {
    const rule = decodeDnat({ ForwardEntryId: 'fwd-1', IpProtocol: word });
    expect(rule).toMatchObject({ protocol, native: { IpProtocol: word } });
  });

  it.each([
    ['80', { from: 80, to: 80 }],
    ['10/20', { from: 10, to: 20 }],
    ['Any', 'any'],
    ['any', 'any'],
  ])('the port %s is %o', (ports, decoded) => {
    expect(decodeDnat({ ForwardEntryId: 'fwd-1', ExternalPort: ports }).public.ports).toEqual(decoded);
  });

  it.each([
    [{}],
    [{ NatGatewayPrivateInfo: {} }],
    [{ NatGatewayPrivateInfo: '' }],
    [{ NatGatewayPrivateInfo: { VswitchId: '', IzNo: '' } }],
  ])('a Normal gateway with %o stands in its VPC and nothing smaller', (fields) =>
    expect(gatewayOf({ VpcId: 'vpc-1', NatType: 'Normal', ...fields }).placement).toEqual({ vpc: 'vpc-1' }),
  );

  it('an Enhanced gateway stands in a vSwitch and a zone, spelled otherwise than in requests', () => {
    const inside = { VswitchId: 'vsw-1', IzNo: 'cn-hangzhou-b', MaxBandwidth: '5120' };
    expect(gatewayOf({ VpcId: 'vpc-1', NatGatewayPrivateInfo: inside }).placement).toEqual({
      vpc: 'vpc-1',
      subnet: 'vsw-1',
      zone: 'cn-hangzhou-b',
    });
  });

  it.each(['PublicIpAdresse', 'PublicIpAddresse', 'PublicIpAddress'])(
    'the addresses of a package are found under %s',
    (name) => {
      const body = {
        BandwidthPackages: {
          BandwidthPackage: [
            {
              BandwidthPackageId: 'bwp-1',
              Bandwidth: '5000',
              IpCount: '1',
              PublicIpAddresses: { [name]: [{ IpAddress: '47.0.0.1', UsingStatus: 'Available' }] },
            },
          ],
        },
      };
      const [native] = operations.DescribeBandwidthPackages.response.parse(body).BandwidthPackages;
      expect(native && decodePackage(native)).toMatchObject({
        bandwidthMbps: 5000,
        addresses: [{ ip: '47.0.0.1', use: 'idle' }],
      });
    },
  );

  it.each(['ConvertInstanceId', 'ConvertInstanceid'])(
    'the package a conversion made is found under %s',
    (name) => {
      expect(operations.ConvertBandwidthPackage.response.parse({ [name]: 'cbwp-1' })).toEqual({
        ConvertInstanceId: 'cbwp-1',
      });
    },
  );

  it('an entry made for a vSwitch tells the block of it, too', () => {
    expect(
      decodeSnat({ SnatEntryId: 'snat-1', SourceVSwitchId: 'vsw-1', SourceCIDR: '10.0.0.0/24' }).source,
    ).toEqual({
      subnet: 'vsw-1',
      cidr: '10.0.0.0/24',
    });
    expect(
      decodeSnat({ SnatEntryId: 'snat-1', SourceVSwitchId: '', SourceCIDR: '10.0.0.0/24' }).source,
    ).toEqual({ cidr: '10.0.0.0/24' });
  });

  it('what the provider tells beyond its document stays readable', () => {
    expect(gatewayOf({ BrandNew: { field: 1 } }).native).toMatchObject({ BrandNew: { field: 1 } });
  });
});

describe('what is watched', () => {
  const gateway = { NatGatewayId: 'ngw-1', SnatTableIds: ['stb-1'], ForwardTableIds: ['ftb-1'] };
  const answers = ({ Action }: Parameters): Reply => {
    if (Action === 'DescribeNatGateways') return ok({ NatGateways: [gateway] });
    if (Action === 'CreateSnatEntry') return ok({ SnatEntryId: 'snat-1' });
    return ok({ SnatTableEntries: [{ SnatEntryId: 'snat-1', SnatIp: '47.0.0.1', Status: 'Available' }] });
  };

  it('is the entry, although its page says to look at the gateway', async () => {
    const { driver, sent, call } = scripted(answers);
    const receipt = await driver.snat.add(
      key,
      { source: { cidr: '10.0.0.0/24' }, through: ['47.0.0.1'] },
      call(),
    );
    const look = await driver.poll(receipt, call());
    expect(look.type).toBe('done');
    expect(sent.at(-1)).toMatchObject({
      Action: 'DescribeSnatTableEntries',
      SnatTableId: 'stb-1',
      SnatEntryId: 'snat-1',
    });
  });

  it.each([
    ['an empty list', ok({ NatGateways: [] })],
    ['an error', refusal(404, 'InvalidNatGatewayId.NotFound')],
  ])('is gone when the answer is %s', async (_, reply) => {
    const { driver, call } = scripted(() => reply);
    await expect(driver.gateways.get(key, call())).rejects.toMatchObject({ code: 'not-found' });
    const receipt = await driver.gateways.delete(key, false, call());
    expect(await driver.poll(receipt, call())).toEqual({ type: 'done', value: undefined });
  });

  it('is never called gone for a region that is mistyped', async () => {
    const { driver, call } = scripted(() => refusal(404, 'InvalidRegionId.NotFound'));
    await expect(driver.gateways.delete(key, false, call())).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});
