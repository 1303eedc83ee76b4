import * as z from 'zod';
import type { CloudRequest } from '../../src/cloud.ts';
import { createTencentVpcCloud } from '../../src/clouds/tencent-vpc/index.ts';
import { type ApiAnswer, type ApiBend, apiAnswer, TencentClient } from '../tencent/client.ts';
import { flatten } from '../tencent/signing.ts';

/** What a test may bend about a request that would otherwise be right. */
export type Bend = ApiBend & { readonly method?: 'GET' | 'POST' | 'PUT' };
export type VpcAnswer = ApiAnswer;

const networkSchema = z.object({
  region: z.string(),
  vpcId: z.string(),
  subnetId: z.string(),
  cidr: z.string(),
});

const gatewaySchema = z.looseObject({
  NatGatewayId: z.string(),
  NatGatewayName: z.string(),
  State: z.string(),
  NatProductVersion: z.number(),
  MaxConcurrentConnection: z.number(),
  InternetMaxBandwidthOut: z.number(),
  PublicIpAddressSet: z.array(z.looseObject({ AddressId: z.string(), PublicIpAddress: z.string() })),
});

const addressSchema = z.looseObject({
  AddressId: z.string(),
  AddressIp: z.string(),
  AddressStatus: z.string(),
});

/** Signs and sends what a client of this product would. */
export class Vpc extends TencentClient {
  constructor(speed = 1) {
    super(createTencentVpcCloud, speed);
  }

  get network() {
    return networkSchema.parse(this.cloud.networks());
  }

  call(action: string, parameters: object | string = {}, bend: Bend = {}): VpcAnswer {
    const reply = this.cloud.handle(this.request(action, parameters, bend));
    return apiAnswer.parse(JSON.parse(reply.body)).Response;
  }

  /** The code an operation refuses with; undefined when it accepts. */
  code(action: string, parameters: object | string = {}, bend: Bend = {}): string | undefined {
    return this.call(action, parameters, bend).Error?.Code;
  }

  /** A call that must be accepted, after which all of its work is done. */
  settle(action: string, parameters: object, bend: Bend = {}): VpcAnswer {
    const reply = this.call(action, parameters, bend);
    if (reply.Error !== undefined) throw new Error(`${action}: ${reply.Error.Code} ${reply.Error.Message}`);
    this.pass(600);
    return reply;
  }

  /** Emulated seconds. */
  pass(seconds: number): void {
    this.clock.advance(seconds * 1000);
  }

  gateways(parameters: object = {}) {
    return z.array(gatewaySchema).parse(this.call('DescribeNatGateways', parameters).NatGatewaySet);
  }

  gateway(id: string | undefined) {
    return this.gateways({ NatGatewayIds: [id] })[0];
  }

  addresses(parameters: object = {}) {
    return z.array(addressSchema).parse(this.call('DescribeAddresses', parameters).AddressSet);
  }

  /** A free EIP of a seed, so that no quota counts against it. */
  eip(ip: string, more: object = {}): string {
    this.cloud.seed({ eips: [{ region: 'ap-guangzhou', ip, ...more }] });
    return ip;
  }

  request(action: string, parameters: object | string, bend: Bend = {}): CloudRequest {
    const target =
      action === 'ModifyResourceTags'
        ? { service: 'tag', version: '2018-08-13' }
        : { service: 'vpc', version: '2017-03-12' };
    if (bend.method === 'GET') {
      const query = typeof parameters === 'object' ? queryOf(parameters) : '';
      return this.apiRequest({ ...target, action, query, body: '' }, bend);
    }
    const body = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
    return this.apiRequest({ ...target, action, body }, bend);
  }
}

/** `{Filters: [{Name: 'a', Values: ['b']}]}` → `Filters.0.Name=a&Filters.0.Values.0=b`. */
function queryOf(parameters: object): string {
  return flatten(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
