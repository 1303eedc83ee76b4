import { type AddressSpec, type Gateway, type PublicAddress, requireFeature } from '@polynat/core';
import type { Mishap } from './mishap.ts';
import { placeIn } from './place.ts';
import { spareAddresses } from './seed.ts';

/** Somebody else creates a gateway of the planned name in the planned network, where it needs a public IP with one that was free before. */
export async function createBeside({ nat, target, plan }: Mishap): Promise<Gateway> {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const [name = ''] = steps.flatMap((step) =>
    step.kind === 'gateway.create' ? (step.args.spec.name ?? '') : [],
  );
  const cloud = nat.cloud(target);
  const { addresses } = requireFeature(cloud.capabilities, 'gateways.create', target);
  const [spare] = spareAddresses[target] ?? [];
  return cloud.gateways.create({
    name,
    network: await placeIn(nat, target),
    ...(addresses === 'required' && spare !== undefined && { addresses: [spare] }),
  });
}

/** Somebody else allocates a public IP like the planned one. */
export async function allocateBeside(mishap: Mishap): Promise<PublicAddress> {
  const { nat, target, plan } = mishap;
  const cloud = nat.cloud(target);
  const { network } = requireFeature(cloud.capabilities, 'addresses.allocate', target);
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const [planned] = steps.flatMap((step) => (step.kind === 'address.allocate' ? step.args.spec : []));
  const { bandwidthMbps = 5 }: AddressSpec = planned ?? {};
  return cloud.addresses.allocate({
    bandwidthMbps,
    ...(network && { network: (await placeIn(nat, target)).vpc }),
  });
}
