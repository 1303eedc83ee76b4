import { exportGateway, planMigration } from '@polynat/migrate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const call = (alias: string, operation: string, input: object): Promise<unknown> => {
  const { native } = stage.nat.cloud(alias);
  if (!native) throw new Error(`${alias} has no native API`);
  return native.call(operation, input);
};

describe('a switch that only Alibaba Cloud knows', () => {
  it('stays in the document and is told before anything moves', async () => {
    const ref = await stage.gatewayOn('alibaba');
    const { id, snat } = { id: stage.nat.gateway(ref).ref.id, snat: stage.nat.gateway(ref).snat };
    const [rule] = await snat.list().take(1);
    const { SnatTableId } = (rule?.native ?? {}) as { readonly SnatTableId?: string };
    await call('alibaba', 'ModifyNatGatewayAttribute', { NatGatewayId: id, IcmpReplyEnabled: false });
    await call('alibaba', 'ModifySnatEntry', { SnatTableId, SnatEntryId: rule?.id, EipAffinity: 1 });

    const document = await exportGateway(stage.nat, ref, { clock: stage.clock });
    expect(document.gateway.options).toEqual({ icmpReply: false });
    expect(document.snat.map(({ affinity }) => affinity)).toContain(true);

    const mapping = { network: await stage.placeOn('baidu'), otherAddresses: 'allocate' };
    const { gaps } = await planMigration(stage.nat, ref, { to: 'baidu', mapping, clock: stage.clock });
    const told = gaps.filter(({ kind }) => kind === 'provider-settings').map(({ what }) => what);
    expect(told).toEqual([
      'public IPs do not answer a ping',
      'one public IP per private host, of one SNAT rule',
      expect.stringMatching(/^alibaba ResourceGroupId: .* of the gateway$/),
    ]);
  });
});
