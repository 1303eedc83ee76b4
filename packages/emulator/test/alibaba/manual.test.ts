import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bench, createBench } from './bench.ts';

/** Looks again every `interval` seconds until what it reads is the word. */
function waits({ must, pass }: Bench, interval: number) {
  return (word: string | undefined, action: string, parameters: Record<string, string>, path: string) => {
    for (let look = 0; must(action, parameters).at(path) !== word; look += 1) {
      if (look > 100_000) throw new Error(`${action} never shows ${path} as ${word}`);
      pass(interval);
    }
  };
}

/** Chapter by chapter what the manual tells a caller to do, each call made as soon as the state it names is read. */
function followManual(interval: number): void {
  const bench = createBench();
  const { must, network } = bench;
  const until = waits(bench, interval);
  const { vpcId: VpcId, vSwitchId: VSwitchId } = network;

  const created = must('CreateNatGateway', { VpcId });
  const NatGatewayId = created.text('NatGatewayId');
  const SnatTableId = created.text('SnatTableIds.SnatTableId.0');
  const ForwardTableId = created.text('ForwardTableIds.ForwardTableId.0');
  const gateway = (word: string | undefined) =>
    until(word, 'DescribeNatGateways', { NatGatewayId }, 'NatGateways.NatGateway.0.Status');
  gateway('Available');

  const [SnatIp = '', ExternalIp = ''] = [must('AllocateEipAddress'), must('AllocateEipAddress')].map(
    (eip) => {
      const AllocationId = eip.text('AllocationId');
      must('AssociateEipAddress', { AllocationId, InstanceId: NatGatewayId, InstanceType: 'Nat' });
      until('InUse', 'DescribeEipAddresses', { AllocationId }, 'EipAddresses.EipAddress.0.Status');
      return eip.text('EipAddress');
    },
  );

  must('CreateSnatEntry', { SnatTableId, SnatIp, SourceVSwitchId: VSwitchId });
  until('Available', 'DescribeSnatTableEntries', { SnatTableId }, 'SnatTableEntries.SnatTableEntry.0.Status');
  const target = { ExternalPort: '8080', InternalIp: '10.1.0.20', InternalPort: '80', IpProtocol: 'TCP' };
  must('CreateForwardEntry', { ForwardTableId, ExternalIp, ...target });
  const dnat = 'ForwardTableEntries.ForwardTableEntry.0.Status';
  until('Available', 'DescribeForwardTableEntries', { ForwardTableId }, dnat);

  must('ModifyNatGatewaySpec', { NatGatewayId, Spec: 'Large' });
  gateway('Available');
  must('UpdateNatGatewayNatType', { NatGatewayId, NatType: 'Enhanced', VSwitchId });
  until('end_success', 'GetNatGatewayConvertStatus', { NatGatewayId }, 'ConvertSteps.5.StepName');
  must('DeleteNatGateway', { NatGatewayId, Force: 'true' });
  gateway(undefined);
  bench.cloud.checkInvariants();
}

test('whoever waits for the states the manual names is never refused, however often it looks', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 20, noNaN: true }), (interval) => {
      expect(() => followManual(interval)).not.toThrow();
    }),
    { numRuns: 20, examples: [[0.2], [1], [5]] },
  );
});
