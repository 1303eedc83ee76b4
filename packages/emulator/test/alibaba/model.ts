/**
 * A second, much smaller account of what the calls do: everything settled between two of them, one network, no faults.
 * It predicts the code of each answer (undefined for success) and what exists afterwards.
 */
export interface ModelGateway {
  natType: 'Normal' | 'Enhanced';
  spec: string;
  /** Source to address. */
  readonly snat: Map<string, string>;
  /** Address and port to server. */
  readonly forward: Map<string, string>;
}

export class Model {
  readonly gateways = new Map<string, ModelGateway>();
  /** Address to the gateway that has it, or nothing. */
  readonly addresses = new Map<string, string | undefined>();
  /** The gateway the default route leads to. */
  #route: string | undefined;

  codeForCreate(natType: ModelGateway['natType']): string | undefined {
    if (this.gateways.size >= 5) return 'OperationFailed.EnhancedQuotaExceeded';
    return natType === 'Normal' && this.#route !== undefined ? 'RouterEntryConflict.Duplicated' : undefined;
  }

  create(id: string, natType: ModelGateway['natType']): void {
    this.gateways.set(id, { natType, spec: 'Small', snat: new Map(), forward: new Map() });
    this.#route ??= id;
  }

  codeForResize(id: string, spec: string): string | undefined {
    return this.#gateway(id).spec === spec ? 'NATGW_MODIFY_SPEC_SAME' : undefined;
  }

  codeForConvert(id: string): string | undefined {
    if (this.#gateway(id).natType === 'Enhanced') return 'OperationUnsupported.NatConvert';
    const enhanced = [...this.gateways.values()].filter(({ natType }) => natType === 'Enhanced');
    return enhanced.length >= 5 ? 'OperationFailed.EnhancedQuotaExceeded' : undefined;
  }

  codeForDelete(id: string, force: boolean): string | undefined {
    const { snat, forward } = this.#gateway(id);
    if (force) return undefined;
    if (snat.size > 0) return 'DependencyViolation.SnatEntry';
    if (forward.size > 0) return 'DependencyViolation.ForwardEntry';
    return this.boundTo(id).length > 0 ? 'DependencyViolation.EIPS' : undefined;
  }

  delete(id: string): void {
    for (const ip of this.boundTo(id)) this.addresses.set(ip, undefined);
    this.gateways.delete(id);
    if (this.#route === id) this.#route = undefined;
  }

  boundTo(id: string): readonly string[] {
    return [...this.addresses].filter(([, owner]) => owner === id).map(([ip]) => ip);
  }

  codeForBind(ip: string, id: string): string | undefined {
    if (this.addresses.get(ip) !== undefined) return 'InvalidAssociation.Duplicated';
    return this.boundTo(id).length >= 20 ? 'QuotaExceeded.NumberOfEip' : undefined;
  }

  codeForUnbind(ip: string, force: boolean): string | undefined {
    const owner = this.addresses.get(ip);
    if (owner === undefined) return 'IncorrectEipStatus';
    if (force) return undefined;
    if (this.#servesSnat(owner, ip)) return 'InvalidIpStatus.HasBeenUsedBySnatTable';
    return this.#servesForward(owner, ip) ? 'InvalidIpStatus.HasBeenUsedByForwardEntry' : undefined;
  }

  unbind(ip: string): void {
    const { snat, forward } = this.#gateway(this.addresses.get(ip) ?? '');
    for (const [source, used] of snat) if (used === ip) snat.delete(source);
    for (const endpoint of forward.keys()) if (endpoint.startsWith(`${ip}:`)) forward.delete(endpoint);
    this.addresses.set(ip, undefined);
  }

  codeForRelease(ip: string): string | undefined {
    return this.addresses.get(ip) === undefined ? undefined : 'IncorrectEipStatus';
  }

  codeForSnat(id: string, ip: string, source: string): string | undefined {
    if (this.addresses.get(ip) !== id) return 'InvalidSnatIp.NotFound';
    if (this.#servesForward(id, ip)) return 'Forbidden.IpUsedInForwardTable';
    return this.#gateway(id).snat.has(source) ? 'Forbidden.SourceVSwitchId.Duplicated' : undefined;
  }

  codeForForward(id: string, endpoint: string, server: string): string | undefined {
    const [ip = ''] = endpoint.split(':');
    if (this.addresses.get(ip) !== id) return 'InvalidIp.NotInNatgw';
    if (this.#servesSnat(id, ip)) return 'Forbidden.ExternalIp.UsedInSnatTable';
    const { forward } = this.#gateway(id);
    const taken = forward.has(endpoint) || [...forward.values()].includes(server);
    return taken ? 'OperationUnsupported.ForwardEntry' : undefined;
  }

  gateway(id: string): ModelGateway {
    return this.#gateway(id);
  }

  #servesSnat(id: string, ip: string): boolean {
    return [...this.#gateway(id).snat.values()].includes(ip);
  }

  #servesForward(id: string, ip: string): boolean {
    return [...this.#gateway(id).forward.keys()].some((endpoint) => endpoint.startsWith(`${ip}:`));
  }

  #gateway(id: string): ModelGateway {
    const gateway = this.gateways.get(id);
    if (gateway === undefined) throw new Error(`the model knows no gateway ${id}`);
    return gateway;
  }
}
