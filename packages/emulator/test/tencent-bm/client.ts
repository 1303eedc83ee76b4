import { createHash, createHmac } from 'node:crypto';
import * as z from 'zod';
import { createClock, type EmulatorClock } from '../../src/clock.ts';
import type { CloudRequest, EmulatedCloud, WorkFault } from '../../src/cloud.ts';
import { createTencentBmCloud } from '../../src/clouds/tencent-bm/index.ts';
import type { HttpReply } from '../../src/http.ts';
import { createIdentity } from '../../src/identity.ts';

/** 2026-03-01T00:00:00Z. */
export const START = 1_772_323_200_000;

export type Parameters = Readonly<Record<string, unknown>>;

/** What a test may bend about a request that would otherwise be right. */
export interface Bend {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  /** Replaces or, with undefined, removes parameters before signing. */
  readonly common?: Readonly<Record<string, string | undefined>>;
  /** Changes the signed parameters. */
  readonly tamper?: (signed: Map<string, string>) => void;
  readonly sha256?: boolean;
  readonly secretKey?: string;
  readonly workFault?: WorkFault;
  readonly clockSkew?: number;
}

const v2Answer = z.looseObject({
  code: z.union([z.number(), z.string()]),
  message: z.string(),
  codeDesc: z.string().optional(),
  totalCount: z.number().optional(),
  data: z.unknown().optional(),
});
export type V2Answer = z.output<typeof v2Answer>;

const v3Answer = z.object({
  Response: z.looseObject({
    RequestId: z.string(),
    Error: z.object({ Code: z.string(), Message: z.string() }).optional(),
  }),
});
export type V3Answer = z.output<typeof v3Answer>['Response'];

const taskAnswer = z.object({ taskId: z.number() });

/** The cloud in this process with a clock the test moves, spoken to by a signer of the tests' own. */
export class Tencent {
  readonly time = { now: START };
  readonly clock: EmulatorClock;
  readonly cloud: EmulatedCloud;
  #nonce = 0;

  constructor(speed = 1) {
    this.clock = createClock({ speed, wall: () => this.time.now });
    this.cloud = createTencentBmCloud({ clock: this.clock, identity: createIdentity(7) });
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

  v2(action: string, parameters: Parameters = {}, bend: Bend = {}): V2Answer {
    return v2Answer.parse(JSON.parse(this.send(this.v2Request(action, parameters, bend)).body));
  }

  /** Calls a write and lets its task come to its end. */
  settle(action: string, parameters: Parameters, bend: Bend = {}): number {
    const { taskId } = taskAnswer.parse(this.v2(action, parameters, bend).data);
    this.clock.advance(3_600_000);
    return this.status(taskId);
  }

  settleRelease(eipIds: readonly string[]): void {
    this.v2('EipBmDelete', { eipIds });
    this.clock.advance(3_600_000);
  }

  status(taskId: number): number {
    const { data } = this.v2('QueryBmNatGatewayProductionStatus', { taskId });
    return z.object({ status: z.number() }).parse(data).status;
  }

  gateways(filter: Parameters = {}) {
    return z.array(gatewaySchema).parse(this.v2('DescribeBmNatGateway', filter).data);
  }

  v3(action: string, body: unknown = {}, bend: V3Bend = {}): V3Answer {
    return v3Answer.parse(JSON.parse(this.send(this.v3Request(action, body, bend)).body)).Response;
  }

  send(request: CloudRequest): HttpReply {
    return this.cloud.handle(request);
  }

  v2Request(action: string, parameters: Parameters, bend: Bend = {}): CloudRequest {
    const { method = 'GET', path = '/v2/index.php', host = '127.0.0.1:4000' } = bend;
    this.#nonce += 1;
    const common: Record<string, string | undefined> = {
      Action: action,
      Region: 'ap-guangzhou',
      Timestamp: String(Math.floor(this.time.now / 1000)),
      Nonce: String(this.#nonce),
      SecretId: this.secretId,
      ...(bend.sha256 ? { SignatureMethod: 'HmacSHA256' } : {}),
      ...bend.common,
    };
    const all = [...Object.entries(common), ...flatten(parameters)];
    const signed = new Map(
      all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
    signed.set(
      'Signature',
      signV2(signed, { method, host, path, secretKey: bend.secretKey ?? this.secretKey }),
    );
    bend.tamper?.(signed);
    const text = new URLSearchParams([...signed]).toString();
    return {
      method,
      path,
      query: method === 'POST' ? '' : text,
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      body: method === 'POST' ? text : '',
      clockSkew: bend.clockSkew ?? 0,
      workFault: bend.workFault,
    };
  }

  v3Request(action: string, body: unknown, bend: V3Bend = {}): CloudRequest {
    const host = bend.host ?? 'bmvpc.tencentcloudapi.com';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = String(bend.timestamp ?? Math.floor(this.time.now / 1000));
    const contentType = 'application/json';
    const authorization = signTc3({
      host,
      contentType,
      body: text,
      timestamp,
      secretId: bend.secretId ?? this.secretId,
      secretKey: bend.secretKey ?? this.secretKey,
    });
    const headers: Record<string, string | undefined> = {
      host,
      'content-type': contentType,
      'x-tc-action': action,
      'x-tc-version': '2018-06-25',
      'x-tc-region': 'ap-guangzhou',
      'x-tc-timestamp': timestamp,
      authorization,
      ...bend.headers,
    };
    const present = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return {
      method: bend.method ?? 'POST',
      path: '/',
      query: '',
      headers: Object.fromEntries(present),
      body: text,
      clockSkew: bend.clockSkew ?? 0,
      workFault: bend.workFault,
    };
  }
}

export interface V3Bend {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly timestamp?: number;
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly workFault?: WorkFault;
  readonly clockSkew?: number;
}

const networkSchema = z.object({
  region: z.string(),
  vpcId: z.string(),
  subnetId: z.string(),
  cidr: z.string(),
  eips: z.array(z.string()),
});

const gatewaySchema = z.looseObject({
  natId: z.string(),
  natName: z.string(),
  unVpcId: z.string(),
  productionStatus: z.number(),
  maxConcurrent: z.number(),
  eipSet: z.array(z.string()),
});

/** `{ips: [{ipList: ['a']}]}` → `ips.0.ipList.0=a`. */
export function flatten(value: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

interface V2Signing {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly secretKey: string;
}

export function signV2(
  parameters: ReadonlyMap<string, string>,
  { method, host, path, secretKey }: V2Signing,
): string {
  const names = [...parameters.keys()].sort();
  const joined = names.map((name) => `${name}=${parameters.get(name)}`).join('&');
  const algorithm = parameters.get('SignatureMethod') === 'HmacSHA256' ? 'sha256' : 'sha1';
  return createHmac(algorithm, secretKey).update(`${method}${host}${path}?${joined}`).digest('base64');
}

interface Tc3Signing {
  readonly host: string;
  readonly contentType: string;
  readonly body: string;
  readonly timestamp: string;
  readonly secretId: string;
  readonly secretKey: string;
}

function signTc3({ host, contentType, body, timestamp, secretId, secretKey }: Tc3Signing): string {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const canonical = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha(body)}`;
  const scope = `${date}/bmvpc/tc3_request`;
  const key = mac(mac(mac(`TC3${secretKey}`, date), 'bmvpc'), 'tc3_request');
  const signature = mac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha(canonical)}`).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
}
