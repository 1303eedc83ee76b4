import * as z from 'zod';
import { createClock, type EmulatorClock } from '../../src/clock.ts';
import type { CloudFactory, CloudRequest, EmulatedCloud, WorkFault } from '../../src/cloud.ts';
import { createIdentity } from '../../src/identity.ts';
import { signTc3 } from './signing.ts';

/** 2026-03-01T00:00:00Z. */
export const START = 1_772_323_200_000;

/** What a test may bend about a request of API 3.0 that would otherwise be right. */
export interface ApiBend {
  readonly method?: string;
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

export interface ApiCall {
  readonly action: string;
  readonly service: string;
  readonly version: string;
  /** For GET. */
  readonly query?: string;
  readonly body: string;
}

export const apiAnswer = z.object({
  Response: z.looseObject({
    RequestId: z.string(),
    Error: z.object({ Code: z.string(), Message: z.string() }).optional(),
  }),
});
export type ApiAnswer = z.output<typeof apiAnswer>['Response'];

/** One product in this process with a clock the test moves, spoken to by a signer of the tests' own. */
export class TencentClient {
  readonly time = { now: START };
  readonly clock: EmulatorClock;
  readonly cloud: EmulatedCloud;

  constructor(createCloud: CloudFactory, speed: number) {
    this.clock = createClock({ speed, wall: () => this.time.now });
    this.cloud = createCloud({ clock: this.clock, identity: createIdentity(7) });
  }

  get secretId(): string {
    return this.cloud.credentials.secretId ?? '';
  }

  get secretKey(): string {
    return this.cloud.credentials.secretKey ?? '';
  }

  apiRequest({ action, service, version, query = '', body }: ApiCall, bend: ApiBend = {}): CloudRequest {
    const { method = 'POST', host = `${service}.tencentcloudapi.com` } = bend;
    const timestamp = String(bend.timestamp ?? Math.floor(this.time.now / 1000));
    const contentType = method === 'GET' ? 'application/x-www-form-urlencoded' : 'application/json';
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
      'x-tc-version': version,
      'x-tc-region': bend.region ?? 'ap-guangzhou',
      'x-tc-timestamp': timestamp,
      authorization,
      ...bend.headers,
    };
    const present = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const { clockSkew = 0, workFault } = bend;
    return { method, path: '/', query, headers: Object.fromEntries(present), body, clockSkew, workFault };
  }
}
