import type { MigrationPlan, Step } from '@polynat/migrate';
import type { Drawable } from './picture.ts';

type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

/**
 * The gateway as it will be once a plan was carried out. Public IPs that the run has still to allocate are told by those they replace.
 * `before`: the gateway that a plan changes, which is not in the plan.
 */
export function plannedGateway(plan: MigrationPlan, before?: Drawable): Drawable {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const [creation] = of(steps, 'gateway.create');
  const [verification] = of(steps, 'verify');
  const desired = verification?.args.desired ?? { snat: [], dnat: [] };
  const addresses = addressesIn(steps, before);
  const every = addresses.map(({ ip }) => ip);
  const shown = (ip: string): string => plan.addresses[ip] ?? (creation ? `new, for ${ip}` : ip);
  return {
    gateway: {
      name: creation?.args.spec.name ?? before?.gateway.name ?? plan.target.ref ?? plan.target.cloud,
      network: creation?.args.spec.network ?? before?.gateway.network ?? { vpc: plan.target.cloud },
    },
    addresses: addresses.map(({ ip, ...address }) => ({ ...address, ip: shown(ip) })),
    snat: desired.snat.map(({ name = '', source, through = every }) => ({
      ...(name && { name }),
      source,
      through: through.map(shown),
    })),
    dnat: desired.dnat.map((rule) => ({
      ...rule,
      public: { ...rule.public, address: shown(rule.public.address) },
    })),
  };
}

/** Under the public IPs of the source. */
function addressesIn(steps: readonly Step[], before: Drawable | undefined): Drawable['addresses'] {
  const allocated = new Map(of(steps, 'address.allocate').map(({ args }) => [args.sourceIp, args.spec]));
  const detached = new Set(of(steps, 'address.detach').map(({ args }) => args.ip));
  const ips = [
    ...(before && !of(steps, 'gateway.create')[0] ? before.addresses.map(({ ip }) => ip) : []),
    ...of(steps, 'gateway.create').flatMap(({ args }) => args.sourceIps),
    ...of(steps, 'address.attach').map(({ args }) => args.sourceIp),
  ];
  return [...new Set(ips)]
    .filter((ip) => !detached.has(ip))
    .map((ip) => {
      const bandwidthMbps = allocated.get(ip)?.bandwidthMbps;
      return { ip, ...(bandwidthMbps !== undefined && { bandwidthMbps }) };
    });
}

const of = <K extends Step['kind']>(steps: readonly Step[], kind: K): readonly StepOf<K>[] =>
  steps.filter((step): step is StepOf<K> => step.kind === kind);
