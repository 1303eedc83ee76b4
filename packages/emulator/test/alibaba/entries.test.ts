import { describe, expect, test } from 'vitest';
import type { Parameters } from './bench.ts';
import { createStage, type Stage } from './stage.ts';

const code = ({ body }: ReturnType<Stage['call']>) => body.at('Code');

function forwardEntry(stage: Stage, changes: Parameters): Parameters {
  return { ...stage.valid('CreateForwardEntry'), ...changes };
}

describe('one entry at work', () => {
  test.each([
    ['CreateSnatEntry', 'DeleteSnatEntry', 'IncorretSnatEntryStatus'],
    ['CreateSnatEntry', 'ModifySnatEntry', 'IncorretSnatEntryStatus'],
    ['CreateForwardEntry', 'DeleteForwardEntry', 'IncorretForwardEntryStatus'],
    ['CreateForwardEntry', 'ModifyForwardEntry', 'IncorretForwardEntryStatus'],
  ])('of %s blocks %s for its table until it is Available', (create, change, refusal) => {
    const stage = createStage();
    stage.must(create, stage.valid(create));
    const parameters =
      change === 'ModifySnatEntry' ? { ...stage.valid(change), SnatIp: stage.otherIp } : stage.valid(change);

    const early = stage.call(change, parameters);
    stage.pass(5);
    const late = stage.call(change, parameters);

    expect(code(early)).toBe(refusal);
    expect(late.status).toBe(200);
  });

  test('does not block the other table', () => {
    const stage = createStage();
    stage.must('CreateSnatEntry', stage.valid('CreateSnatEntry'));
    expect(stage.call('CreateForwardEntry', forwardEntry(stage, { ExternalIp: stage.otherIp })).status).toBe(
      200,
    );
  });

  test('that is stuck blocks its table for good', () => {
    const stage = createStage();
    stage.must('CreateSnatEntry', stage.valid('CreateSnatEntry'), 'stuck');
    stage.pass(10_000);
    expect(code(stage.call('DeleteSnatEntry', stage.valid('DeleteSnatEntry')))).toBe(
      'IncorretSnatEntryStatus',
    );
  });

  test('that fails is gone, and a failed change is taken back', () => {
    const stage = createStage();
    stage.must('CreateForwardEntry', stage.valid('CreateForwardEntry'), 'failed');
    stage.pass(5);
    stage.must('ModifyForwardEntry', stage.valid('ModifyForwardEntry'), 'failed');
    stage.pass(5);

    const { ForwardTableId = '' } = stage.valid('DescribeForwardTableEntries');
    const listed = stage.must('DescribeForwardTableEntries', { ForwardTableId });
    expect(listed.at('ForwardTableEntries.ForwardTableEntry')).toMatchObject([
      { ForwardEntryId: stage.forwardEntryId, ExternalPort: '80', Status: 'Available' },
    ]);
  });
});

describe('a new DNAT entry', () => {
  const first = { ExternalPort: 8080, InternalIp: '10.1.0.30', InternalPort: 80 };

  test.each([
    ['the same public endpoint', { InternalIp: '10.1.0.31' }],
    ['the same private endpoint', { ExternalPort: 9090 }],
    ['a range around the public port', { ExternalPort: '8000/8100', InternalPort: '8000/8100' }],
    [
      'the whole public address',
      { IpProtocol: 'Any', ExternalPort: 'Any', InternalPort: 'Any', InternalIp: '10.1.0.40' },
    ],
  ])('may not claim %s again', (_, changes) => {
    const stage = createStage();
    stage.must('CreateForwardEntry', forwardEntry(stage, first));
    stage.pass(5);
    expect(code(stage.call('CreateForwardEntry', forwardEntry(stage, { ...first, ...changes })))).toBe(
      'OperationUnsupported.ForwardEntry',
    );
  });

  test('may forward every protocol at one port, which TCP and UDP may not claim again', () => {
    const stage = createStage();
    stage.must('CreateForwardEntry', forwardEntry(stage, { ...first, IpProtocol: 'Any' }));
    stage.pass(5);

    const table = stage.valid('DescribeForwardTableEntries');
    const entries = stage.must('DescribeForwardTableEntries', { ...table, IpProtocol: 'Any' });
    const again = ['TCP', 'UDP'].map((IpProtocol) =>
      code(stage.call('CreateForwardEntry', forwardEntry(stage, { ...first, IpProtocol }))),
    );

    expect(entries.at('ForwardTableEntries.ForwardTableEntry.0')).toMatchObject({
      ExternalPort: '8080',
      InternalPort: '80',
    });
    expect(again).toEqual(['OperationUnsupported.ForwardEntry', 'OperationUnsupported.ForwardEntry']);
  });

  test('may claim the same endpoints for the other protocol', () => {
    const stage = createStage();
    stage.must('CreateForwardEntry', forwardEntry(stage, first));
    stage.pass(5);
    expect(
      stage.call('CreateForwardEntry', forwardEntry(stage, { ...first, IpProtocol: 'udp' })).status,
    ).toBe(200);
  });

  test.each([
    ['Any on one side only', { IpProtocol: 'Any', ExternalPort: 'Any' }],
    ['Any ports for one protocol', { ExternalPort: 'Any', InternalPort: 'Any' }],
    ['ranges of different length', { ExternalPort: '10/20', InternalPort: '10/21' }],
  ])('with %s is refused', (_, changes) => {
    const stage = createStage();
    expect(code(stage.call('CreateForwardEntry', forwardEntry(stage, changes)))).toBe(
      'InvalidExternalPort.Malformed',
    );
  });

  test('is the hundredth at most', () => {
    const stage = createStage();
    for (let port = 1; port < 100; port += 1) {
      stage.must(
        'CreateForwardEntry',
        forwardEntry(stage, { ExternalPort: 1000 + port, InternalPort: port }),
      );
      stage.pass(5);
    }
    expect(code(stage.call('CreateForwardEntry', forwardEntry(stage, {})))).toBe('QuotaExceeded');
  });
});

describe('one address for both tables', () => {
  test('is possible only for ports that break through, either way round', () => {
    const stage = createStage();
    const shared = { ExternalIp: stage.snatIp, ExternalPort: 2000 };

    const plain = stage.call('CreateForwardEntry', forwardEntry(stage, shared));
    const broken = stage.call('CreateForwardEntry', forwardEntry(stage, { ...shared, PortBreak: true }));
    stage.pass(5);
    const source = { SnatTableId: stage.gateway.snatTableId, SourceCIDR: '10.1.1.0/24' };
    const onPlain = stage.call('CreateSnatEntry', { ...source, SnatIp: stage.forwardIp });
    const onBroken = stage.call('CreateSnatEntry', { ...source, SnatIp: stage.snatIp });

    expect(code(plain)).toBe('Forbidden.ExternalIp.UsedInSnatTable');
    expect(broken.status).toBe(200);
    expect(code(onPlain)).toBe('Forbidden.IpUsedInForwardTable');
    expect(onBroken.status).toBe(200);
    const ips = stage
      .must('DescribeNatGateways', { NatGatewayId: stage.gateway.id })
      .at('NatGateways.NatGateway.0.IpLists.IpList');
    expect(ips).toMatchObject([
      { IpAddress: stage.snatIp, SnatEntryEnabled: true },
      { IpAddress: stage.forwardIp, SnatEntryEnabled: false },
      {},
      {},
    ]);
  });

  test('is kept by an entry until its change is settled', () => {
    const stage = createStage();
    stage.must('ModifySnatEntry', stage.valid('ModifySnatEntry'), 'failed');
    const early = stage.call('CreateForwardEntry', forwardEntry(stage, { ExternalIp: stage.snatIp }));
    stage.pass(5);

    expect(code(early)).toBe('Forbidden.ExternalIp.UsedInSnatTable');
    stage.cloud.checkInvariants();
  });
});

describe('SNAT sources', () => {
  test('of a single server may lie inside a wider one, which may not overlap another', () => {
    const stage = createStage();
    const add = (SourceCIDR: string) => {
      const answer = stage.call('CreateSnatEntry', { ...stage.valid('CreateSnatEntry'), SourceCIDR });
      stage.pass(5);
      return code(answer);
    };

    expect(add('10.1.0.7/32')).toBeUndefined();
    expect(add('10.1.0.7/32')).toBe('Forbidden.SourceVSwitchId.Duplicated');
    expect(add('10.1.0.128/25')).toBe('OperationUnsupported.CidrConflict');
    expect(add('10.1.2.0/23')).toBeUndefined();
  });

  test.each([
    ['neither', { SourceCIDR: '' }],
    ['a block with host bits', { SourceCIDR: '10.1.1.5/24' }],
    ['an impossible prefix', { SourceCIDR: '10.1.1.0/33' }],
  ])('given as %s are refused', (_, changes) => {
    const stage = createStage();
    expect(code(stage.call('CreateSnatEntry', { ...stage.valid('CreateSnatEntry'), ...changes }))).toBe(
      'INVALID_PARAMETER',
    );
  });

  test('outside the VPC are for accounts on the list', () => {
    const stage = createStage();
    stage.cloud.seed({ account: { anySourceCidr: true } });
    const outside = { ...stage.valid('CreateSnatEntry'), SourceCIDR: '192.168.7.0/24' };
    expect(stage.call('CreateSnatEntry', outside).status).toBe(200);
  });
});

describe('several addresses in one SNAT entry', () => {
  test('must share one bandwidth package', () => {
    const stage = createStage();
    const pool = { ...stage.valid('CreateSnatEntry'), SnatIp: `${stage.spareIp},${stage.otherIp}` };
    const apart = stage.call('CreateSnatEntry', pool);
    const shared = stage.must('CreateCommonBandwidthPackage', { Bandwidth: 20 }).text('BandwidthPackageId');
    for (const EipAddress of [stage.spareIp, stage.otherIp]) {
      const IpInstanceId = stage
        .must('DescribeEipAddresses', { EipAddress })
        .text('EipAddresses.EipAddress.0.AllocationId');
      stage.must('AddCommonBandwidthPackageIp', { BandwidthPackageId: shared, IpInstanceId });
      stage.pass(60);
    }

    expect(code(apart)).toBe('OperationUnsupported.EipNatBWPCheck');
    expect(stage.call('CreateSnatEntry', pool).status).toBe(200);
  });
});

describe('an address that is being bound', () => {
  function bind(stage: Stage): void {
    const AllocationId = stage
      .must('DescribeEipAddresses', { EipAddress: stage.idleIp })
      .text('EipAddresses.EipAddress.0.AllocationId');
    stage.must('AssociateEipAddress', { AllocationId, InstanceId: stage.gateway.id, InstanceType: 'Nat' });
  }

  test('is refused by entries while Associating and for the lag of the account after', () => {
    const stage = createStage();
    stage.cloud.seed({ account: { lag: 3 } });
    const snat = { ...stage.valid('CreateSnatEntry'), SnatIp: stage.idleIp };
    const forward = forwardEntry(stage, { ExternalIp: stage.idleIp });
    bind(stage);
    const codes = [
      code(stage.call('CreateSnatEntry', snat)),
      code(stage.call('CreateForwardEntry', forward)),
    ];
    stage.pass(6);
    codes.push(code(stage.call('CreateSnatEntry', snat)), code(stage.call('CreateForwardEntry', forward)));
    stage.pass(2);
    const late = stage.call('CreateSnatEntry', snat);

    expect(codes).toEqual([
      'OperationUnsupported.EipInBinding',
      'OperationUnsupported.EipInBinding',
      'OperationUnsupported.EipNatGWCheck',
      'InvalidIp.NotInNatgw',
    ]);
    expect(late.status).toBe(200);
  });

  test('serves entries from the moment it is InUse', () => {
    const stage = createStage();
    bind(stage);
    stage.pass(5);

    const { status } = stage.call('CreateSnatEntry', {
      ...stage.valid('CreateSnatEntry'),
      SnatIp: stage.idleIp,
    });

    expect(status).toBe(200);
  });

  test('comes free again when the binding fails', () => {
    const stage = createStage();
    const AllocationId = stage.must('AllocateEipAddress').text('AllocationId');
    const target = { AllocationId, InstanceId: stage.gateway.id, InstanceType: 'Nat' };
    stage.must('AssociateEipAddress', target, 'failed');
    stage.pass(5);
    expect(
      stage.must('DescribeEipAddresses', { AllocationId }).at('EipAddresses.EipAddress.0'),
    ).toMatchObject({ Status: 'Available', InstanceId: '' });
  });
});

describe('a bound address', () => {
  test('cannot be unbound while an entry uses it, except by Force, which drops the entry', () => {
    const stage = createStage();
    const AllocationId = stage
      .must('DescribeEipAddresses', { EipAddress: stage.forwardIp })
      .text('EipAddresses.EipAddress.0.AllocationId');

    const refused = stage.call('UnassociateEipAddress', { AllocationId });
    stage.must('UnassociateEipAddress', { AllocationId, InstanceType: 'Nat', Force: true });
    stage.pass(5);

    expect(code(refused)).toBe('InvalidIpStatus.HasBeenUsedByForwardEntry');
    expect(
      stage.must('DescribeForwardTableEntries', { NatGatewayId: stage.gateway.id }).at('TotalCount'),
    ).toBe(0);
    expect(stage.call('ReleaseEipAddress', { AllocationId }).status).toBe(200);
    stage.pass(2);
    expect(stage.must('DescribeEipAddresses', { AllocationId }).at('TotalCount')).toBe(0);
  });

  test('cannot be unbound while an entry that uses it is on its way', () => {
    const stage = createStage();
    stage.must('CreateSnatEntry', stage.valid('CreateSnatEntry'));
    const forced = stage.call('UnassociateEipAddress', { AllocationId: stage.spareId, Force: true });
    expect(code(forced)).toBe('InvalidStatus.SnatOrDnat');
  });

  test('cannot be bound again, released, or exceed twenty on one gateway', () => {
    const stage = createStage();
    const bind = (AllocationId: string) =>
      code(
        stage.call('AssociateEipAddress', {
          AllocationId,
          InstanceId: stage.gateway.id,
          InstanceType: 'Nat',
        }),
      );
    expect(bind(stage.spareId)).toBe('InvalidAssociation.Duplicated');
    expect(code(stage.call('ReleaseEipAddress', { AllocationId: stage.spareId }))).toBe('IncorrectEipStatus');

    const codes = Array.from({ length: 17 }, () =>
      bind(stage.must('AllocateEipAddress').text('AllocationId')),
    );
    expect(codes.slice(0, 16).every((each) => each === undefined)).toBe(true);
    expect(codes[16]).toBe('QuotaExceeded.NumberOfEip');
  });

  test.each([
    ['NatGateway', 'Invalid.DirectEip.BindType'],
    ['EcsInstance', 'InvalidInstanId.NotFound'],
    ['Toaster', 'InvalidInstanceType.ValueNotSupported'],
  ])('is not bound to a %s', (InstanceType, refusal) => {
    const stage = createStage();
    const AllocationId = stage.must('AllocateEipAddress').text('AllocationId');
    const target = { AllocationId, InstanceId: stage.gateway.id, InstanceType };
    expect(code(stage.call('AssociateEipAddress', target))).toBe(refusal);
  });
});
