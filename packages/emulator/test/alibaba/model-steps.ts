import type { Parameters } from './bench.ts';
import { Model } from './model.ts';
import type { Stage } from './stage.ts';

/** Three numbers that pick what a step is about. */
export type Picks = readonly [number, number, number];

/** Longer than anything takes. */
const SETTLED = 200;
const sources = ['10.201.0.0/24', '10.201.1.0/24', '10.201.2.0/24'];
const servers = ['10.201.9.1', '10.201.9.2', '10.201.9.3'];
const specs = ['Small', 'Middle', 'Large', 'XLarge.1'];

/** The emulator and the model side by side, in one VPC. */
export class SideBySide {
  readonly model = new Model();
  readonly #stage: Stage;
  readonly #ids = new Map<string, string>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Makes one call on both; returns what was predicted and what was answered. */
  take(kind: number, picks: Picks): { readonly predicted: unknown; readonly answered: unknown } {
    const steps = [this.#create, this.#allocate, this.#bind, this.#snat, this.#forward, this.#resize];
    const rarer = [this.#unbind, this.#convert, this.#delete, this.#release];
    const step = [...steps, ...steps, ...rarer][kind % 16] ?? this.#create;
    const outcome = step.call(this, picks);
    this.#stage.pass(SETTLED);
    return outcome ?? { predicted: 'nothing to do', answered: 'nothing to do' };
  }

  /** What exists, by the emulator's own listing, in the words of the model. */
  listed(): unknown {
    return [...this.model.gateways.keys()].map((NatGatewayId) => {
      const page = this.#stage.must('DescribeNatGateways', { NatGatewayId });
      const at = (path: string) => page.at(`NatGateways.NatGateway.0.${path}`);
      const ips = Array.from({ length: 21 }, (_, index) => at(`IpLists.IpList.${index}.IpAddress`));
      const snat = this.#stage.must('DescribeSnatTableEntries', { NatGatewayId });
      const forward = this.#stage.must('DescribeForwardTableEntries', { NatGatewayId });
      return {
        natType: at('NatType'),
        spec: at('Spec'),
        status: at('Status'),
        addresses: ips.filter((ip) => ip !== undefined).sort(),
        snat: snat.at('TotalCount'),
        forward: forward.at('TotalCount'),
      };
    });
  }

  expected(): unknown {
    return [...this.model.gateways].map(([id, { natType, spec, snat, forward }]) => ({
      natType,
      spec,
      status: 'Available',
      addresses: [...this.model.boundTo(id)].sort(),
      snat: snat.size,
      forward: forward.size,
    }));
  }

  #call(action: string, parameters: Parameters, predicted: string | undefined, done: (id: string) => void) {
    const { status, body } = this.#stage.call(action, parameters);
    if (status === 200) done(String(body.at('NatGatewayId') ?? body.at('AllocationId') ?? ''));
    return { predicted, answered: body.at('Code'), body };
  }

  #anyGateway(pick: number): string | undefined {
    const ids = [...this.model.gateways.keys()];
    return ids[pick % ids.length];
  }

  #anyAddress(pick: number): string | undefined {
    const ips = [...this.model.addresses.keys()];
    return ips[pick % ips.length];
  }

  #create([pick]: Picks) {
    const natType = pick % 2 === 0 ? 'Normal' : 'Enhanced';
    const { vpcId, vSwitchId } = this.#stage.roomy;
    const order = { VpcId: vpcId, VSwitchId: vSwitchId, NatType: natType };
    return this.#call('CreateNatGateway', order, this.model.codeForCreate(natType), (id) =>
      this.model.create(id, natType),
    );
  }

  #allocate() {
    const outcome = this.#call('AllocateEipAddress', {}, undefined, () => undefined);
    this.model.addresses.set(outcome.body.text('EipAddress'), undefined);
    this.#ids.set(outcome.body.text('EipAddress'), outcome.body.text('AllocationId'));
    return outcome;
  }

  #bind([one, two]: Picks) {
    const [ip, InstanceId] = [this.#anyAddress(one), this.#anyGateway(two)];
    if (ip === undefined || InstanceId === undefined) return undefined;
    const target = { AllocationId: this.#ids.get(ip) ?? '', InstanceId, InstanceType: 'Nat' };
    return this.#call('AssociateEipAddress', target, this.model.codeForBind(ip, InstanceId), () =>
      this.model.addresses.set(ip, InstanceId),
    );
  }

  #snat([one, two, three]: Picks) {
    const [id, ip, SourceCIDR = ''] = [this.#anyGateway(one), this.#anyAddress(two), sources[three % 3]];
    if (ip === undefined || id === undefined) return undefined;
    const entry = { SnatTableId: this.#table(id, 'Snat'), SnatIp: ip, SourceCIDR };
    return this.#call('CreateSnatEntry', entry, this.model.codeForSnat(id, ip, SourceCIDR), () =>
      this.model.gateway(id).snat.set(SourceCIDR, ip),
    );
  }

  #forward([one, two, three]: Picks) {
    const [id, ip, server = ''] = [this.#anyGateway(one), this.#anyAddress(two), servers[three % 3]];
    if (ip === undefined || id === undefined) return undefined;
    const port = 80 + (three % 4);
    const entry = {
      ForwardTableId: this.#table(id, 'Forward'),
      ExternalIp: ip,
      ExternalPort: port,
      InternalIp: server,
      InternalPort: 80,
      IpProtocol: 'TCP',
    };
    const endpoint = `${ip}:${port}`;
    return this.#call('CreateForwardEntry', entry, this.model.codeForForward(id, endpoint, server), () =>
      this.model.gateway(id).forward.set(endpoint, server),
    );
  }

  #table(NatGatewayId: string, kind: 'Snat' | 'Forward'): string {
    const page = this.#stage.must('DescribeNatGateways', { NatGatewayId });
    return page.text(`NatGateways.NatGateway.0.${kind}TableIds.${kind}TableId.0`);
  }

  #resize([one, two]: Picks) {
    const [NatGatewayId, Spec = ''] = [this.#anyGateway(one), specs[two % 4]];
    if (NatGatewayId === undefined) return undefined;
    const predicted = this.model.codeForResize(NatGatewayId, Spec);
    return this.#call('ModifyNatGatewaySpec', { NatGatewayId, Spec }, predicted, () => {
      this.model.gateway(NatGatewayId).spec = Spec;
    });
  }

  #unbind([one, two]: Picks) {
    const ip = this.#anyAddress(one);
    if (ip === undefined) return undefined;
    const Force = two % 2 === 0;
    const target = { AllocationId: this.#ids.get(ip) ?? '', Force };
    return this.#call('UnassociateEipAddress', target, this.model.codeForUnbind(ip, Force), () =>
      this.model.unbind(ip),
    );
  }

  #convert([one]: Picks) {
    const NatGatewayId = this.#anyGateway(one);
    if (NatGatewayId === undefined) return undefined;
    const wanted = { NatGatewayId, NatType: 'Enhanced', VSwitchId: this.#stage.roomy.vSwitchId };
    return this.#call('UpdateNatGatewayNatType', wanted, this.model.codeForConvert(NatGatewayId), () => {
      this.model.gateway(NatGatewayId).natType = 'Enhanced';
    });
  }

  #delete([one, two]: Picks) {
    const NatGatewayId = this.#anyGateway(one);
    if (NatGatewayId === undefined) return undefined;
    const Force = two % 2 === 0;
    const predicted = this.model.codeForDelete(NatGatewayId, Force);
    return this.#call('DeleteNatGateway', { NatGatewayId, Force }, predicted, () =>
      this.model.delete(NatGatewayId),
    );
  }

  #release([one]: Picks) {
    const ip = this.#anyAddress(one);
    if (ip === undefined) return undefined;
    const target = { AllocationId: this.#ids.get(ip) ?? '' };
    return this.#call('ReleaseEipAddress', target, this.model.codeForRelease(ip), () =>
      this.model.addresses.delete(ip),
    );
  }
}
