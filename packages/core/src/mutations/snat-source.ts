import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import { contains, parseCidr } from '../model/cidr.ts';
import type { Subnet } from '../model/network.ts';
import type { SnatSource, SnatSpec } from '../model/snat-rule.ts';
import { readAll } from '../runtime/pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Target } from './define.ts';
import { invalidArgument } from './order.ts';

type Block = Extract<SnatSource, { readonly subnet: string; readonly cidr?: string }> & {
  readonly cidr: string;
};

/**
 * Compares the block beside a subnet with that subnet, so that none of the two is ignored. Where rules take a subnet whole, its own
 * block is left out, as in a rule read from such a cloud: `{ subnet: 'vsw-1', cidr: '10.0.1.0/24' }` is sent as `{ subnet: 'vsw-1' }`.
 */
export async function resolveSources(
  rules: readonly SnatSpec[],
  target: Target,
  fieldOf: (index: number) => string,
  call: Call,
): Promise<readonly SnatSpec[]> {
  if (!rules.some(({ source }) => isBlock(source))) return rules;
  const subnets = await subnetsOf(target, call);
  return rules.map((rule, index) => {
    const { source } = rule;
    if (!isBlock(source)) return rule;
    return { ...rule, source: resolved(source, subnets, `${fieldOf(index)}.source`, target.runtime) };
  });
}

/** The source of a rule that exists, as this cloud takes it. */
export function ownSource(source: SnatSource, runtime: Runtime): SnatSource {
  return isBlock(source) && !takesPart(runtime) ? { subnet: source.subnet } : source;
}

const isBlock = (source: SnatSource): source is Block =>
  'subnet' in source && 'cidr' in source && source.cidr !== undefined;

function takesPart({ driver }: Runtime): boolean {
  const fact = driver.capabilities.features['snat.source.subnet'];
  return fact.supported && fact.part === true;
}

/** The subnets of the gateway's network; `undefined` where the cloud does not list them. */
async function subnetsOf(
  { runtime: { driver }, key }: Target,
  call: Call,
): Promise<readonly Subnet[] | undefined> {
  const { networks } = driver;
  if (!networks) return undefined;
  const network = key.network ?? (await driver.gateways.get(key, call)).placement.vpc;
  return readAll((cursor) => networks.subnets(network, cursor, call));
}

function resolved(
  source: Block,
  subnets: readonly Subnet[] | undefined,
  place: string,
  runtime: Runtime,
): SnatSource {
  const { subnet, cidr } = source;
  const field = `${place}.cidr`;
  if (!subnets) {
    if (takesPart(runtime)) return source;
    throw new NatError('unsupported', `${runtime.alias} cannot compare it with subnet ${subnet}`, {
      field,
      remedy: 'leave the block out',
    });
  }
  const own = subnets.find(({ id }) => id === subnet)?.cidr;
  if (own === undefined) invalidArgument(`${place}.subnet`, `is ${subnet}, which the network does not have`);
  if (own === cidr) return ownSource(source, runtime);
  const [outer, inner] = [parseCidr(own), parseCidr(cidr)];
  if (!outer || !inner || !contains(outer, inner))
    invalidArgument(field, `is ${cidr}, which is not in subnet ${subnet} (${own})`);
  if (takesPart(runtime)) return source;
  throw new NatError(
    'unsupported',
    `${cidr} is a part of subnet ${subnet} (${own}), and rules on ${runtime.alias} take subnets whole`,
    {
      field,
      remedy: narrower(runtime),
    },
  );
}

/** How else a part of a subnet is named on this cloud. */
function narrower({ driver }: Runtime): string {
  const { features } = driver.capabilities;
  if (features['snat.source.cidr'].supported) return 'leave the subnet out: { cidr }';
  if (features['snat.source.hosts'].supported) return 'name the servers in it: { hosts, subnet }';
  return 'leave the block out';
}
