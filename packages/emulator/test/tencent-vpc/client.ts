import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import { createClock, type EmulatorClock } from '../../src/clock.ts';
import type { CloudRequest, EmulatedCloud, WorkFault } from '../../src/cloud.ts';
import { createTencentVpcCloud } from '../../src/clouds/tencent-vpc/index.ts';
import { createIdentity } from '../../src/identity.ts';

/** 2026-03-01T00:00:00Z. */
export const START = 1_772_323_200_000;

/** What a test may bend about a request that would otherwise be right. */
export interface Bend {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly host?: string;
  /** Replaces or, with undefined, removes headers after signing. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly region?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly service?: string;
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly workFault?: WorkFault | undefined;
  readonly clockSkew?: number;
}

const answer = z.object({
  Response: z.looseObject({
    RequestId: z.string(),
    Error: z.object({ Code: z.string(), Message: z.string() }).optional(),
  }),
});
export type VpcAnswer = z.output<typeof answer>['Response'];

const networkSchema = z.object({
  region: z.string(),
  vpcId: z.string(),
  subnetId: z.string(),
  cidr: z.string(),
});

export const gatewaySchema = z.looseObject({
  NatGatewayId: z.string(),
  NatGatewayName: z.string(),
  State: z.string(),
  NatProductVersion: z.number(),
  MaxConcurrentConnection: z.number(),
  InternetMaxBandwidthOut: z.number(),
  PublicIpAddressSet: z.array(z.looseObject({ AddressId: z.string(), PublicIpAddress: z.string() })),
});

export const addressSchema = z.looseObject({
  AddressId: z.string(),
  AddressIp: z.string(),
  AddressStatus: z.string(),
});

/** The cloud in this process with a clock the test moves, spoken to by a signer of the tests' own. */
export class Vpc {
  readonly time = { now: START };
  readonly clock: EmulatorClock;
  readonly cloud: EmulatedCloud;

  constructor(speed = 1) {
    this.clock = createClock({ speed, wall: () => this.time.now });
    this.cloud = createTencentVpcCloud({ clock: this.clock, identity: createIdentity(7) });
  }

  get secretId(): string {
    return this.cloud.credentials.secretId ?? '';
  }

  get secretKey(): string {
    return this.cloud.credentials.secretKey ?? '';
  }

  get network() {
    return networkSchema.parse(this.cloud.networks());
  }

  call(action: string, parameters: object | string = {}, bend: Bend = {}): VpcAnswer {
    const reply = this.cloud.handle(this.request(action, parameters, bend));
    return answer.parse(JSON.parse(reply.body)).Response;
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
    const tags = action === 'ModifyResourceTags';
    const service = tags ? 'tag' : 'vpc';
    const { method = 'POST', host = `${service}.tencentcloudapi.com` } = bend;
    const get = method === 'GET';
    const query = get && typeof parameters === 'object' ? queryOf(parameters) : '';
    const body = get ? '' : typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
    const timestamp = String(bend.timestamp ?? Math.floor(this.time.now / 1000));
    const contentType = get ? 'application/x-www-form-urlencoded' : 'application/json';
    const authorization = signTc3({
      method,
      host,
      query,
      contentType,
      body,
      timestamp,
      service: bend.service ?? service,
      secretId: bend.secretId ?? this.secretId,
      secretKey: bend.secretKey ?? this.secretKey,
    });
    const headers: Record<string, string | undefined> = {
      host,
      'content-type': contentType,
      'x-tc-action': action,
      'x-tc-version': tags ? '2018-08-13' : '2017-03-12',
      'x-tc-region': bend.region ?? 'ap-guangzhou',
      'x-tc-timestamp': timestamp,
      authorization,
      ...bend.headers,
    };
    const present = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return {
      method,
      path: '/',
      query,
      headers: Object.fromEntries(present),
      body,
      clockSkew: bend.clockSkew ?? 0,
      workFault: bend.workFault,
    };
  }
}

/** `{Filters: [{Name: 'a', Values: ['b']}]}` → `Filters.0.Name=a&Filters.0.Values.0=b`. */
function queryOf(parameters: object): string {
  return flatten(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function flatten(value: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

interface Tc3Signing {
  readonly method: string;
  readonly host: string;
  readonly query: string;
  readonly contentType: string;
  readonly body: string;
  readonly timestamp: string;
  readonly service: string;
  readonly secretId: string;
  readonly secretKey: string;
}

export function signTc3(signing: Tc3Signing): string {
  const { method, host, query, contentType, body, timestamp, service, secretId, secretKey } = signing;
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const canonical = `${method}\n/\n${query}\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha(body)}`;
  const scope = `${date}/${service}/tc3_request`;
  const key = mac(mac(mac(`TC3${secretKey}`, date), service), 'tc3_request');
  const signature = mac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha(canonical)}`).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
}
