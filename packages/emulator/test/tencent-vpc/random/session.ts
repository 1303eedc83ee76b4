import * as z from 'zod';
import { apiAnswer } from '../../tencent/client.ts';
import { LoggedCloud } from '../../tencent/random/logged-cloud.ts';
import { type Bend, Vpc, type VpcAnswer } from '../client.ts';
import { Model, type ModelEip } from './model.ts';

const world = z.object({
  gateways: z.array(
    z.looseObject({
      natId: z.string(),
      name: z.string(),
      vpcId: z.string(),
      state: z.string(),
      productVersion: z.number(),
      bandwidth: z.number(),
      maxConcurrent: z.number(),
      protected: z.boolean(),
      eips: z.array(z.object({ ip: z.string(), state: z.string() })),
      dnat: z.array(
        z.looseObject({
          protocol: z.string(),
          publicIp: z.string(),
          publicPort: z.number(),
          privateIp: z.string(),
        }),
      ),
      snat: z.array(
        z.looseObject({
          id: z.string(),
          source: z.string(),
          resourceId: z.string(),
          publicIps: z.array(z.string()),
        }),
      ),
    }),
  ),
  eips: z.array(
    z.looseObject({ eipId: z.string(), ip: z.string(), state: z.string(), natId: z.string().nullable() }),
  ),
});

/** A fresh cloud beside a model of what it must hold. */
export class Session {
  readonly model = new Model();
  readonly vpc = new Vpc();
  readonly logged = new LoggedCloud(this.vpc, 'TC3-HMAC');
  readonly vpcIds: readonly string[];
  readonly subnets: readonly { readonly id: string; readonly cidr: string }[];

  constructor() {
    const { vpcId } = this.vpc.network;
    this.vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId: 'vpc-second', cidr: '10.3.0.0/16' }] });
    this.vpcIds = [vpcId, 'vpc-second'];
    const { SubnetSet } = this.vpc.call('DescribeSubnets', {
      Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
    });
    this.subnets = z
      .array(z.looseObject({ SubnetId: z.string(), CidrBlock: z.string() }))
      .parse(SubnetSet)
      .map(({ SubnetId, CidrBlock }) => ({ id: SubnetId, cidr: CidrBlock }));
  }

  snapshot() {
    return world.parse(this.vpc.cloud.world());
  }

  /** EIPs that exist and that the model does not know: those just allocated. */
  adopt(): readonly ModelEip[] {
    const known = new Set(this.model.eips.map(({ ip }) => ip));
    const allocated = this.snapshot()
      .eips.filter(({ ip }) => !known.has(ip))
      .map(({ eipId, ip }): ModelEip => ({ id: eipId, ip, state: 'CREATING' }));
    this.model.eips = [...this.model.eips, ...allocated];
    this.model.allocated += allocated.length;
    return allocated;
  }

  call(action: string, parameters: object, bend: Bend = {}): VpcAnswer {
    const { body } = this.logged.deliver(this.vpc.request(action, parameters, bend), bend.workFault);
    return apiAnswer.parse(JSON.parse(body)).Response;
  }
}
