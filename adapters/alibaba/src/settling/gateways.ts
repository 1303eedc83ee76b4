import { type Call, derivedCall, type GatewayRecord, NatError, type PollResult } from '@polynat/core';
import type { Acceptors } from '../acceptors.ts';
import { decodeGateway, type NatGateway } from '../codec/gateway.ts';
import type { Context } from '../lookup/context.ts';
import { findGateway } from '../lookup/records.ts';
import type { OperationOutput } from '../operations/index.ts';
import { done, failed, gone, pending, vanished } from './look.ts';
import { gatewayLooksLike } from './looks.ts';
import type { GatewayLooks } from './receipts.ts';

type GatewayKinds = 'gateway-created' | 'gateway-settled' | 'gateway-converted' | 'gateway-deleted';

export const gatewayAcceptors: Pick<Acceptors, GatewayKinds> = {
  /** A new gateway may show late. Its protection is set from here, so that a process that takes over sets it too. */
  'gateway-created': async (context, { gateway: id, protect }, call) => {
    const gateway = await findGateway(context.client, id, call);
    if (!gateway) return pending('not listed yet');
    if (protect && gateway.Status === 'Available' && !gateway.DeletionProtection) {
      const protection = { InstanceId: id, ProtectionEnable: true, Type: 'NATGW' } as const;
      await context.client.call('DeletionProtection', protection, derivedCall(call, 'protection'));
      return pending('to be protected');
    }
    return settled(context, gateway, {});
  },

  'gateway-settled': async (context, { gateway: id, looks }, call) => {
    const gateway = await findGateway(context.client, id, call);
    return gateway ? settled(context, gateway, looks) : vanished(`gateway ${id}`);
  },

  'gateway-converted': async (context, { gateway: id }, call) => {
    const gateway = await findGateway(context.client, id, call);
    if (!gateway) return vanished(`gateway ${id}`);
    if (gateway.NatType === 'Enhanced' && gateway.Status === 'Available')
      return settled(context, gateway, {});
    return conversion(gateway, await convertSteps(context, id, call));
  },

  'gateway-deleted': async ({ client }, { gateway: id }, call) => {
    const gateway = await findGateway(client, id, call);
    return gateway ? pending(gateway.Status ?? 'still listed') : gone;
  },
};

/** Available and showing what was asked for. A word nobody knows is work in progress; a lock ends the waiting. */
function settled({ client }: Context, gateway: NatGateway, looks: GatewayLooks): PollResult<GatewayRecord> {
  const record = decodeGateway(gateway, client.region);
  if (record.state === 'suspended') return failed(suspended(record));
  if (record.state !== 'available') return pending(record.providerState);
  return gatewayLooksLike(gateway, looks)
    ? done(record)
    : pending(`${record.providerState}, not yet as asked`);
}

const suspended = ({ key, billing }: GatewayRecord): NatError =>
  new NatError('payment-required', `gateway ${key.id} is locked (${billing.status})`, {
    remedy: 'settle the account; the gateway opens by itself',
  });

type Step = OperationOutput<'GetNatGatewayConvertStatus'>['ConvertSteps'][number];

/** The steps, where the service still tells them: the operation left its SDKs in 2024. */
async function convertSteps({ client }: Context, id: string, call: Call): Promise<readonly Step[]> {
  try {
    return (await client.call('GetNatGatewayConvertStatus', { NatGatewayId: id }, call)).ConvertSteps;
  } catch (thrown) {
    if (NatError.is(thrown, 'unsupported')) return [];
    throw thrown;
  }
}

/** A conversion that fails is rolled back first; it is over when nothing is being processed any more. */
function conversion(
  { NatGatewayId, Status = '' }: NatGateway,
  steps: readonly Step[],
): PollResult<GatewayRecord> {
  const current = steps.find(({ StepStatus }) => StepStatus === 'processing') ?? steps.at(-1);
  const broken = steps.find(({ StepName, StepStatus }) => StepStatus === 'failed' || StepName === 'end_fail');
  if (!broken || current?.StepStatus === 'processing' || Status === 'Converting') {
    return pending(
      `${Status}${current ? `, ${current.StepName} ${current.StepStatus}` : ''}`,
      current?.StepName,
    );
  }
  return failed(
    new NatError(
      'failed-precondition',
      `the conversion of ${NatGatewayId} failed at ${broken.StepName} and was rolled back`,
      {
        remedy: 'the gateway is as it was before; look at its routes and addresses, then try again',
      },
    ),
  );
}
