import { formatAddress, holdsServer, parseAddress } from '../../common/ipv4.ts';
import type { ForwardMode, Gateway, Join, Subnet, Vpc } from './model.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';

/** Used server addresses in IP mode, /24 segments in CIDR mode (product page of BM NAT). */
const CAPACITY = 1024;
const CIDR_MODE = 1;
const SHORTEST_CIDR_MASK = 16;
const LONGEST_CIDR_MASK = 24;

export interface PartInput {
  readonly subnet: string;
  readonly ips: readonly string[];
}

/** Single addresses of one subnet. */
export interface Part {
  readonly subnet: Subnet;
  readonly ips: readonly string[];
}

/** What a gateway is asked to join, looked up and free of contradictions in itself. */
export interface JoinPlan {
  readonly whole: readonly Subnet[];
  readonly parts: readonly Part[];
}

export function planJoins(
  state: State,
  vpc: Vpc,
  mode: ForwardMode,
  wholeKeys: readonly string[],
  partInputs: readonly PartInput[],
): JoinPlan {
  const whole = [...new Set(wholeKeys.map((key) => state.subnet(vpc, key)))];
  const parts = partInputs.map((input) => partOf(state, vpc, input));
  const subnets = parts.map(({ subnet }) => subnet);
  if (new Set(subnets).size < subnets.length || subnets.some((subnet) => whole.includes(subnet))) {
    throw new Refusal(
      'invalid-value',
      'a subnet may be named once only, with all its addresses or with some',
    );
  }
  if (mode === CIDR_MODE) checkCidrMode({ whole, parts });
  return { whole, parts };
}

function partOf(state: State, vpc: Vpc, input: PartInput): Part {
  const subnet = state.subnet(vpc, input.subnet);
  if (input.ips.length === 0) throw new Refusal('invalid-value', `no address of ${subnet.id} is given`);
  return { subnet, ips: [...new Set(input.ips.map((ip) => addressIn(subnet, ip)))] };
}

function addressIn(subnet: Subnet, text: string): string {
  const address = parseAddress(text);
  if (address === undefined || !holdsServer(subnet.range, address)) {
    throw new Refusal('invalid-value', `${text} is no server address in ${subnet.id} (${subnet.cidrBlock})`);
  }
  return formatAddress(address);
}

function checkCidrMode({ whole, parts }: JoinPlan): void {
  if (parts.length > 0) {
    throw new Refusal('invalid-value', 'a gateway that forwards whole ranges takes no single addresses');
  }
  const wrong = whole.find(
    ({ range }) => range.prefix < SHORTEST_CIDR_MASK || range.prefix > LONGEST_CIDR_MASK,
  );
  if (wrong !== undefined) {
    throw new Refusal('invalid-value', `${wrong.cidrBlock}: in CIDR mode a mask is 16 to 24`);
  }
}

/** Refuses subnets that are taken: by another gateway, or by this one in a way that excludes what is asked. */
export function checkUnused(plan: JoinPlan, gateway?: Gateway): void {
  const taken =
    plan.whole.find((subnet) => subnet.gateway !== undefined) ?? plan.parts.find(excluded)?.subnet;
  if (taken !== undefined) {
    throw new Refusal('subnet-used', `subnet ${taken.id} already is on NAT gateway ${taken.gateway?.id}`);
  }

  function excluded({ subnet, ips }: Part): boolean {
    if (subnet.gateway === undefined) return false;
    const join = subnet.gateway === gateway ? gateway?.joins.get(subnet) : undefined;
    return join?.kind !== 'part' || ips.some((ip) => join.ips.get(ip) === 'leaving');
  }
}

export function checkCapacity(plan: JoinPlan, mode: ForwardMode, gateway?: Gateway): void {
  const joined = [...(gateway?.joins ?? [])].map(([subnet, join]) => used(subnet, join, mode));
  const whole = plan.whole.map((subnet) => used(subnet, { kind: 'whole', state: 'joining' }, mode));
  const parts = plan.parts.map(({ ips }) => ips.length);
  const total = [...joined, ...whole, ...parts].reduce((sum, count) => sum + count, 0);
  if (total > CAPACITY) {
    const unit = mode === CIDR_MODE ? '/24 segments' : 'server addresses';
    throw new Refusal('invalid-value', `a gateway forwards ${CAPACITY} ${unit}, this would be ${total}`);
  }
}

function used(subnet: Subnet, join: Join, mode: ForwardMode): number {
  if (join.kind === 'part') return join.ips.size;
  return mode === CIDR_MODE
    ? 2 ** Math.max(0, LONGEST_CIDR_MASK - subnet.range.prefix)
    : subnet.servers.length;
}

/** A server with a public address of its own cannot join singly; the task finds that out. */
export function partsAreFeasible({ parts }: JoinPlan): boolean {
  const ownAddress = ({ subnet, ips }: Part) =>
    subnet.servers.some((server) => server.hasOwnAddress && ips.includes(server.ip));
  return !parts.some(ownAddress);
}

export function reserveJoins(gateway: Gateway, plan: JoinPlan): void {
  for (const subnet of plan.whole) {
    subnet.gateway = gateway;
    gateway.joins.set(subnet, { kind: 'whole', state: 'joining' });
  }
  for (const { subnet, ips } of plan.parts) {
    subnet.gateway = gateway;
    const existing = gateway.joins.get(subnet);
    const join: Join = existing?.kind === 'part' ? existing : { kind: 'part', ips: new Map() };
    gateway.joins.set(subnet, join);
    for (const ip of ips) if (!join.ips.has(ip)) join.ips.set(ip, 'joining');
  }
}

/** Ends what `reserveJoins` began: the subnets are joined, or as before. */
export function finishJoins(gateway: Gateway, plan: JoinPlan, succeeded: boolean): void {
  for (const subnet of plan.whole) {
    const join = gateway.joins.get(subnet);
    if (join?.kind === 'whole' && join.state === 'joining') endWhole(gateway, subnet, join, succeeded);
  }
  for (const part of plan.parts) endPart(gateway, part, 'joining', succeeded);
}

/** Marks whole joins and joins of single addresses alike; what is still being joined must be waited for. */
export function reserveLeaving(gateway: Gateway, parts: readonly Part[], whole: readonly Subnet[]): void {
  for (const subnet of whole) {
    const join = gateway.joins.get(subnet);
    if (join?.kind === 'whole') join.state = 'leaving';
  }
  for (const { subnet, ips } of parts) {
    const join = gateway.joins.get(subnet);
    if (join?.kind === 'part') for (const ip of ips) join.ips.set(ip, 'leaving');
  }
}

export function finishLeaving(
  gateway: Gateway,
  parts: readonly Part[],
  whole: readonly Subnet[],
  succeeded: boolean,
): void {
  for (const subnet of whole) {
    const join = gateway.joins.get(subnet);
    if (join?.kind === 'whole' && join.state === 'leaving') endWhole(gateway, subnet, join, !succeeded);
  }
  for (const part of parts) endPart(gateway, part, 'leaving', !succeeded);
}

function endWhole(gateway: Gateway, subnet: Subnet, join: Join & { kind: 'whole' }, stays: boolean): void {
  if (stays) join.state = 'joined';
  else leave(gateway, subnet);
}

function endPart(gateway: Gateway, { subnet, ips }: Part, from: 'joining' | 'leaving', stays: boolean): void {
  const join = gateway.joins.get(subnet);
  if (join?.kind !== 'part') return;
  for (const ip of ips) {
    if (join.ips.get(ip) !== from) continue;
    if (stays) join.ips.set(ip, 'joined');
    else join.ips.delete(ip);
  }
  if (join.ips.size === 0) leave(gateway, subnet);
}

export function leaveAll(gateway: Gateway): void {
  for (const subnet of [...gateway.joins.keys()]) leave(gateway, subnet);
}

function leave(gateway: Gateway, subnet: Subnet): void {
  gateway.joins.delete(subnet);
  subnet.gateway = undefined;
}

/** The addresses of a join that forward traffic now. */
export function forwardedIps(join: Join & { kind: 'part' }): readonly string[] {
  return [...join.ips].filter(([, state]) => state !== 'joining').map(([ip]) => ip);
}
