import type { Model, ModelSubnet } from './model.ts';
import type { Session } from './session.ts';

type Snapshot = ReturnType<Session['snapshot']>;

/** Throws unless cloud and model hold the same gateways, addresses and joins, and the cloud its own invariants. */
export function compare(session: Session): void {
  session.tencent.cloud.checkInvariants();
  const seen = factsOf(session.snapshot(), session.model);
  const expected = modelFacts(session.model);
  const surplus = seen.filter((fact) => !expected.includes(fact));
  const missing = expected.filter((fact) => !seen.includes(fact));
  if (surplus.length + missing.length > 0) {
    throw new Error(`the cloud holds ${JSON.stringify(surplus)}, the model ${JSON.stringify(missing)}`);
  }
}

/** One line per fact, so that a difference can be read off. Other regions are left out. */
function factsOf(snapshot: Snapshot, model: Model): readonly string[] {
  const subnets = new Set(model.subnets.map(({ id }) => id));
  return [
    ...snapshot.gateways.map(
      ({ natId, name, maxConcurrent, stage }) => `${natId} ${name} ${maxConcurrent} ${stage}`,
    ),
    ...snapshot.gateways.flatMap(({ natId, eips }) =>
      eips.map(({ ip, state }) => `${natId} uses ${ip} ${state}`),
    ),
    ...snapshot.gateways.flatMap((gateway) =>
      gateway.subnets.flatMap((join) => joinFacts(gateway.natId, join)),
    ),
    ...snapshot.eips
      .filter(({ vpcId }) => model.vpcs.has(vpcId))
      .map(({ ip, state, natId }) => `${ip} ${state} ${natId ?? 'free'}`),
    ...snapshot.subnets
      .filter(({ subnetId }) => subnets.has(subnetId))
      .map(({ subnetId, natId }) => `${subnetId} ${natId ?? 'free'}`),
  ];
}

function joinFacts(natId: string, join: Snapshot['gateways'][number]['subnets'][number]): readonly string[] {
  const entries = join.kind === 'whole' ? [['whole', join.state]] : Object.entries(join.ips);
  return entries.map(([name, state]) => `${natId} joins ${join.subnetId} ${name} ${state}`);
}

function modelFacts(model: Model): readonly string[] {
  const joins = ({ id, gateway, joins: entries }: ModelSubnet) =>
    [...entries].map(([name, state]) => `${gateway?.id} joins ${id} ${name} ${state}`);
  return [
    ...model.gateways.map(({ id, name, spec, stage }) => `${id} ${name} ${spec} ${stage}`),
    ...model.addresses.flatMap(({ ip, state, gateway }) =>
      gateway ? [`${gateway.id} uses ${ip} ${state}`] : [],
    ),
    ...model.subnets.flatMap(joins),
    ...model.addresses.map(({ ip, state, gateway }) => `${ip} ${state} ${gateway?.id ?? 'free'}`),
    ...model.subnets.map(({ id, gateway }) => `${id} ${gateway?.id ?? 'free'}`),
  ];
}
