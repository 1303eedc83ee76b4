import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { CloudRequest, WorkFault } from '../../src/cloud.ts';
import { createTencentBmCloud } from '../../src/clouds/tencent-bm/index.ts';
import type { HttpReply } from '../../src/http.ts';
import { type ApiAnswer, type ApiBend, apiAnswer, TencentClient } from '../tencent/client.ts';
import { flatten } from '../tencent/signing.ts';

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

const taskAnswer = z.object({ taskId: z.number() });

/** Signs and sends what clients of both versions would. */
export class Tencent extends TencentClient {
  #nonce = 0;

  constructor(speed = 1) {
    super(createTencentBmCloud, speed);
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

  v3(action: string, body: unknown = {}, bend: ApiBend = {}): ApiAnswer {
    return apiAnswer.parse(JSON.parse(this.send(this.v3Request(action, body, bend)).body)).Response;
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

  v3Request(action: string, body: unknown, bend: ApiBend = {}): CloudRequest {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.apiRequest({ action, service: 'bmvpc', version: '2018-06-25', body: text }, bend);
  }
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
