import * as z from 'zod';
import type { WorkFault } from '../../../src/cloud.ts';
import { LoggedCloud } from '../../tencent/random/logged-cloud.ts';
import { Tencent } from '../client.ts';
import { codeOf, type ValueCode } from './codes.ts';
import type { Version } from './commands.ts';
import { Model, type Reason } from './model.ts';

const world = z.object({
  gateways: z.array(
    z.looseObject({
      natId: z.string(),
      name: z.string(),
      maxConcurrent: z.number(),
      stage: z.string(),
      eips: z.array(z.object({ ip: z.string(), state: z.string() })),
      subnets: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('whole'), subnetId: z.string(), state: z.string() }),
          z.object({ kind: z.literal('part'), subnetId: z.string(), ips: z.record(z.string(), z.string()) }),
        ]),
      ),
    }),
  ),
  subnets: z.array(z.looseObject({ subnetId: z.string(), natId: z.string().nullable() })),
  eips: z.array(
    z.looseObject({
      eipId: z.string(),
      ip: z.string(),
      vpcId: z.string(),
      state: z.string(),
      exclusive: z.number(),
      natId: z.string().nullable(),
    }),
  ),
});

/** What a write names in each version, and the fault injected into its work. */
export interface WriteCall {
  readonly version: Version;
  readonly v2: readonly [action: string, parameters: object];
  readonly v3: readonly [action: string, parameters: object] | undefined;
  readonly value: ValueCode;
  readonly fault: WorkFault | undefined;
}

/** A fresh cloud beside a model of what it must hold. */
export class Session {
  readonly model = new Model();
  readonly tencent = new Tencent();
  readonly logged = new LoggedCloud(this.tencent, 'Signature');
  /** Orders of addresses so far; a run stays within one day unless it waits for long, see `orders`. */
  orders = 0;
  /** Addresses in other regions, which count against the same quota. */
  elsewhere = 0;

  constructor() {
    this.#discover();
  }

  #discover(): void {
    const { data } = this.tencent.v2('DescribeBmSubnetEx');
    const schema = z.object({
      unSubnetId: z.string(),
      unVpcId: z.string(),
      cidrBlock: z.string(),
      vpcName: z.string(),
    });
    for (const subnet of z.array(schema).parse(data)) {
      this.model.vpcs.set(subnet.unVpcId, { cluster: subnet.vpcName === 'exclusive' });
      const [network = '', mask] = subnet.cidrBlock.split('/');
      const prefix = network.split('.').slice(0, 3).join('.');
      this.model.subnets.push({
        id: subnet.unSubnetId,
        vpc: subnet.unVpcId,
        mask: Number(mask),
        prefix,
        joins: new Map(),
      });
    }
    for (const eip of this.snapshot().eips) {
      if (this.model.vpcs.has(eip.vpcId)) this.adopt(eip.ip);
      else this.elsewhere += 1;
    }
  }

  snapshot() {
    return world.parse(this.tencent.cloud.world());
  }

  /** Addresses that exist and that the model does not know: the ones just ordered. */
  newAddresses(): readonly string[] {
    const known = new Set(this.model.addresses.map(({ ip }) => ip));
    const eips = this.snapshot().eips.filter(({ ip, vpcId }) => !known.has(ip) && this.model.vpcs.has(vpcId));
    return eips.map(({ ip }) => ip);
  }

  newGateway(): string {
    const known = new Set(this.model.gateways.map(({ id }) => id));
    const fresh = this.snapshot().gateways.find(({ natId }) => !known.has(natId));
    if (fresh === undefined) throw new Error('an accepted creation shows no gateway');
    return fresh.natId;
  }

  adopt(ip: string) {
    const eip = this.snapshot().eips.find((each) => each.ip === ip);
    if (eip === undefined) throw new Error(`${ip} does not exist`);
    const address = { ip, id: eip.eipId, vpc: eip.vpcId, exclusive: eip.exclusive, state: eip.state };
    this.model.addresses.push(address);
    return address;
  }

  /** Sends a write. Its task id when it was accepted, which must be exactly when the model sees no reason against it. */
  write(call: WriteCall, reasons: readonly Reason[]): number | undefined {
    const version = call.v3 === undefined ? 'v2' : call.version;
    const answer = version === 'v2' ? this.#v2(call) : this.#v3(call);
    const allowed = reasons.map((reason) => codeOf(version, reason, call.value));
    const agrees = reasons.length === 0 ? answer.code === 0 : allowed.includes(answer.code);
    if (!agrees) {
      throw new Error(
        `${call.v2[0]} (${version}): ${JSON.stringify(answer)}, the model expects ${JSON.stringify(reasons)}`,
      );
    }
    return answer.code === 0 ? (answer.task ?? -1) : undefined;
  }

  #v2({ v2: [action, parameters], fault }: WriteCall): { code: number | string; task: number | undefined } {
    const { body } = this.logged.deliver(this.tencent.v2Request(action, { ...parameters }), fault);
    const schema = z.object({
      code: z.number(),
      data: z.object({ taskId: z.number().optional(), requestId: z.number().optional() }).optional(),
    });
    const { code, data } = schema.parse(JSON.parse(body));
    return { code, task: data?.taskId ?? data?.requestId };
  }

  #v3({ v3, fault }: WriteCall): { code: number | string; task: number | undefined } {
    const [action, parameters] = v3 ?? ['', {}];
    const host = /Eip$/.test(action) ? 'bmeip.tencentcloudapi.com' : 'bmvpc.tencentcloudapi.com';
    const { body } = this.logged.deliver(this.tencent.v3Request(action, parameters, { host }), fault);
    const schema = z.object({
      Response: z.object({ TaskId: z.number().optional(), Error: z.object({ Code: z.string() }).optional() }),
    });
    const { TaskId, Error: error } = schema.parse(JSON.parse(body)).Response;
    return { code: error?.Code ?? 0, task: TaskId };
  }
}
