import { failed, id, pending, vanished } from '@polynat/adapter-kit';
import { type Call, NatError, type PollResult } from '@polynat/core';
import * as z from 'zod';
import type { NatGateway } from './codec/gateway.ts';
import { type Context, findGateway, getGateway, refuseIntranet, work } from './context.ts';
import { settledGateway } from './gateway-state.ts';
import type { OperationOutput } from './operations/index.ts';

export const converted = work({
  kind: 'gateway.converted',
  formerly: ['gateway-converted'],
  subject: z.object({ gateway: id }),
  poll: async (context, { gateway: natId }, call) => {
    const gateway = await findGateway(context, natId, call);
    if (!gateway) return vanished(`gateway ${natId}`);
    if (gateway.NatType === 'Enhanced' && gateway.Status === 'Available') {
      return settledGateway(gateway, context.region);
    }
    return progressOf(gateway, await readSteps(context, natId, call));
  },
});

export async function convert(context: Context, gateway: string, subnet: string | undefined, call: Call) {
  const { NatType } = await getGateway(context, gateway, call);
  await refuseIntranet(context, gateway, 'gateway', call);
  if (NatType === 'Enhanced') return converted.receipt({ gateway });
  if (subnet === undefined) {
    throw new NatError('invalid-argument', 'is needed: an Enhanced gateway stands in a vSwitch', {
      field: 'subnet',
      remedy: 'name a vSwitch of the VPC in a zone that ListEnhancedNatGatewayAvailableZones lists',
    });
  }
  const input = { NatGatewayId: gateway, NatType: 'Enhanced', VSwitchId: subnet } as const;
  return converted.receipt({ gateway }, await context.client.call('UpdateNatGatewayNatType', input, call));
}

type Step = OperationOutput<'GetNatGatewayConvertStatus'>['ConvertSteps'][number];

/** The steps, where the service still tells them: the operation left its SDKs in 2024. */
async function readSteps({ client }: Context, id: string, call: Call): Promise<readonly Step[]> {
  try {
    return (await client.call('GetNatGatewayConvertStatus', { NatGatewayId: id }, call)).ConvertSteps;
  } catch (thrown) {
    if (NatError.is(thrown, 'unsupported')) return [];
    throw thrown;
  }
}

/** A conversion that fails is rolled back first; it is over when nothing is being processed any more. */
function progressOf({ NatGatewayId, Status = '' }: NatGateway, steps: readonly Step[]): PollResult<never> {
  const current = steps.find(({ StepStatus }) => StepStatus === 'processing') ?? steps.at(-1);
  const broken = steps.find(({ StepName, StepStatus }) => StepStatus === 'failed' || StepName === 'end_fail');
  if (!broken || current?.StepStatus === 'processing' || Status === 'Converting') {
    const step = current ? `, ${current.StepName} ${current.StepStatus}` : '';
    return pending(`${Status}${step}`, current?.StepName);
  }
  return failed(
    new NatError(
      'failed-precondition',
      `the conversion of ${NatGatewayId} failed at ${broken.StepName} and was rolled back`,
      { remedy: 'the gateway is as it was before; look at its routes and addresses, then try again' },
    ),
  );
}
