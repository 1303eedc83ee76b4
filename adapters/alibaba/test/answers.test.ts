import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, flag, id, list, number, record, text } from '../src/operations/answer.ts';
import { type OperationName, operations } from '../src/operations/index.ts';
import samples from './fixtures/samples.json' with { type: 'json' };
import { scripted } from './scripted.ts';

const names = Object.keys(samples) as (keyof typeof samples & OperationName)[];

/** Decodes a body as a call would receive it: through the pipeline, told apart by its first character. */
async function decoded(name: OperationName, body: unknown): Promise<unknown> {
  const { driver } = scripted(() => ({ body }));
  return driver.native.call(name, inputs[name] as never);
}

/** The least input each documented operation accepts. */
const inputs: Partial<Record<OperationName, object>> = {
  CreateNatGateway: { VpcId: 'vpc-1' },
  ModifyNatGatewayAttribute: { NatGatewayId: 'ngw-1', Name: 'nat123' },
  ListEnhancedNatGatewayAvailableZones: {},
  UpdateNatGatewayNatType: {
    RegionId: 'cn-qingdao',
    NatGatewayId: 'ngw-1',
    NatType: 'Enhanced',
    VSwitchId: 'vsw-1',
  },
  GetNatGatewayConvertStatus: { NatGatewayId: 'ngw-1' },
  ModifyNatGatewaySpec: { NatGatewayId: 'ngw-1', Spec: 'Small' },
  DescribeNatGateways: {},
  DeleteNatGateway: { NatGatewayId: 'ngw-1' },
  CreateForwardEntry: {
    ForwardTableId: 'ftb-1',
    ExternalIp: '116.0.0.28',
    ExternalPort: '8080',
    InternalIp: '192.168.0.1',
    InternalPort: '80',
    IpProtocol: 'TCP',
  },
  ModifyForwardEntry: { ForwardTableId: 'ftb-1', ForwardEntryId: 'fwd-1' },
  DescribeForwardTableEntries: { ForwardTableId: 'ftb-1' },
  DeleteForwardEntry: { ForwardTableId: 'ftb-1', ForwardEntryId: 'fwd-1' },
  CreateSnatEntry: { SnatTableId: 'stb-1', SnatIp: '47.0.0.98', SourceCIDR: '10.0.0.0/24' },
  ModifySnatEntry: { SnatTableId: 'stb-1', SnatEntryId: 'snat-1' },
  DescribeSnatTableEntries: { SnatTableId: 'stb-1' },
  DeleteSnatEntry: { SnatTableId: 'stb-1', SnatEntryId: 'snat-1' },
  CreateBandwidthPackage: { NatGatewayId: 'ngw-1', Bandwidth: 5, IpCount: 2 },
  DescribeBandwidthPackages: {},
  ModifyBandwidthPackageAttribute: { BandwidthPackageId: 'bwp-1', Name: 'nat123' },
  ModifyBandwidthPackageSpec: { BandwidthPackageId: 'bwp-1', Bandwidth: '5' },
  AddBandwidthPackageIps: { BandwidthPackageId: 'bwp-1', IpCount: '2' },
  RemoveBandwidthPackageIps: { BandwidthPackageId: 'bwp-1', RemovedIpAddresses: ['116.0.0.28'] },
  DeleteBandwidthPackage: { BandwidthPackageId: 'bwp-1' },
  ConvertBandwidthPackage: { BandwidthPackageId: 'bwp-1' },
};

describe('the documented answers', () => {
  it('cover all 24 operations of the document', () => {
    expect(names).toHaveLength(24);
    expect(names.filter((name) => !(name in operations))).toEqual([]);
  });

  it.each(names)('of %s decode in JSON as they are printed', async (name) => {
    const sample = samples[name].json;
    expect(await decoded(name, sample)).toMatchObject({ RequestId: sample.RequestId });
  });

  it.each(names)(
    'of %s decode to the same value in XML, but for the ids the document itself prints differently',
    async (name) => {
      const { json, xml } = samples[name];
      const [fromJson, fromXml] = [await decoded(name, json), await decoded(name, xml)];
      expect(shapeOf(fromXml)).toEqual(shapeOf(fromJson));
    },
  );
});

/** The JSON sample of DescribeNatGateways leaves out a field its XML has; ids differ by misprints. Everything else must agree. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) {
    const known = Object.entries(value).filter(([name]) => name !== 'InstanceChargeType');
    return Object.fromEntries(known.map(([name, inner]) => [name, shapeOf(inner)]));
  }
  return typeof value === 'string' && /\*{4}$|^[0-9A-F]{8}-/.test(value) ? 'an id' : value;
}

describe('a list', () => {
  const schema = answer({ Zones: list('Zone', record({ ZoneId: id })) });
  const zone = { ZoneId: 'cn-qingdao-a' };
  it.each([
    ['wrapped', { Zones: { Zone: [zone] } }, [zone]],
    ['wrapped with one item outside an array', { Zones: { Zone: zone } }, [zone]],
    ['bare', { Zones: [zone] }, [zone]],
    ['one bare item outside an array', { Zones: zone }, [zone]],
    ['an empty wrapper', { Zones: {} }, []],
    ['an empty list in its wrapper', { Zones: { Zone: [] } }, []],
    ['null in its wrapper', { Zones: { Zone: null } }, []],
    ['empty text, as an empty XML element', { Zones: '' }, []],
    ['null', { Zones: null }, []],
    ['missing', {}, []],
  ])('that is %s is read', (_, body, items) => {
    expect(schema.parse(structuredClone(body)).Zones).toEqual(items);
  });

  it('of texts is read from one text, too', () => {
    const tables = answer({ SnatTableIds: list('SnatTableId', text) });
    expect(tables.parse({ SnatTableIds: { SnatTableId: 'stb-1' } }).SnatTableIds).toEqual(['stb-1']);
    expect(tables.parse({ SnatTableIds: 'stb-1' }).SnatTableIds).toEqual(['stb-1']);
  });
});

describe('a field', () => {
  const schema = answer({ Count: number, Name: text, On: flag, Inside: record({ Depth: number }) });
  it.each([
    [{ Count: '5' }, { Count: 5 }],
    [{ Count: '' }, {}],
    [{ Count: 'many' }, {}],
    [{ Name: 5 }, { Name: '5' }],
    [{ Name: null }, {}],
    [{ Name: 2 ** 53 + 2 }, {}],
    [{ On: 'true' }, { On: true }],
    [{ On: 'False' }, { On: false }],
    [{ On: '' }, {}],
    [{ Inside: '' }, {}],
    [{ Inside: { Depth: '2' } }, { Inside: { Depth: 2 } }],
    [{ Unheard: { of: [1] } }, { Unheard: { of: [1] } }],
  ])('given as %o is read as %o', (body, expected) => {
    expect(schema.parse(structuredClone(body))).toEqual(expected);
  });

  it('never breaks a reading, whatever it holds', () => {
    const { response } = operations.DescribeNatGateways;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('NatGateways', 'TotalCount', 'RequestId', 'PageSize'), fc.jsonValue()),
        (body) => {
          expect(Array.isArray(response.parse(structuredClone(body)).NatGateways)).toBe(true);
        },
      ),
    );
  });
});

it('keeps the 64-bit account id of a conversion to its last digit', async () => {
  const body = '{"RequestId":"1","AliUid":123456789012345678,"ConvertSteps":[]}';
  expect(await decoded('GetNatGatewayConvertStatus', body)).toMatchObject({ AliUid: '123456789012345678' });
});

it('calls an answer that is no record a breach of protocol', async () => {
  await expect(decoded('DescribeNatGateways', '[1]')).rejects.toThrow('[protocol]');
});
