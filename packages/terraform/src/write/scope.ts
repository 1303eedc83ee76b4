import { type DnatRule, describeDnat, describeSource, type SnatRule } from '@polynat/core';
import type { GatewaySnapshots } from '@polynat/migrate';
import type { Expression, Reference } from '../syntax/expression.ts';
import { asLabel, Labels } from '../syntax/labels.ts';

/** Names for the resources of one gateway, and comments that tell which thing each of them is. */
export class Scope {
  readonly #labels = new Labels();
  readonly #snapshots: GatewaySnapshots;
  readonly #byIp = new Map<string, { readonly ip: Reference; readonly attached: readonly Reference[] }>();
  /** Begins the names of all resources. */
  readonly name: string;

  constructor(snapshots: GatewaySnapshots) {
    this.#snapshots = snapshots;
    const { name, ref } = snapshots.gateway;
    this.name = asLabel(name) === 'nat' ? asLabel(ref.id) : asLabel(name);
  }

  label(type: string, ...proposals: readonly string[]): string {
    return this.#labels.take(type, ...proposals.map((proposal) => `${this.name}_${proposal}`));
  }

  /** Rules then refer to this public IP, and wait until it is attached. */
  manages(ip: string, reference: Reference, attached: readonly Reference[]): void {
    this.#byIp.set(ip, { ip: reference, attached });
  }

  /** The resource of a public IP where there is one. */
  address(ip: string): Expression {
    return this.#byIp.get(ip)?.ip ?? ip;
  }

  /** Naming a public IP makes no dependency on its attachment. */
  attached(ips: readonly string[]): readonly Reference[] {
    return ips.flatMap((ip) => this.#byIp.get(ip)?.attached ?? []);
  }

  get ref(): string {
    return `${this.#snapshots.gateway.ref}`;
  }

  says(thing: string): string {
    return `${this.ref} ${thing}`;
  }

  saysSnat({ id, source, through }: SnatRule): string {
    return this.says(`SNAT rule ${id}: ${describeSource(source)} → ${through.join(', ')}`);
  }

  saysDnat(rule: DnatRule): string {
    return this.says(`DNAT rule ${rule.id}: ${describeDnat(rule)}`);
  }
}
