import { createHmac } from 'node:crypto';
import { createClock, type EmulatorClock } from '../../src/clock.ts';
import type { CloudRequest, EmulatedCloud, WorkFault } from '../../src/cloud.ts';
import { createAlibabaCloud } from '../../src/clouds/alibaba/index.ts';
import type { HttpReply } from '../../src/http.ts';
import { createIdentity } from '../../src/identity.ts';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** A decoded reply, read by dotted paths: `NatGateways.NatGateway.0.Status`. */
export class Body {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  at(path: string): unknown {
    return path.split('.').reduce<unknown>(step, this.value);
  }

  text(path: string): string {
    const value = this.at(path);
    if (typeof value !== 'string') throw new Error(`${path} is ${JSON.stringify(value)}, not text`);
    return value;
  }
}

function step(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** One Alibaba cloud on a clock that only moves when told to, and a caller that signs for it. */
export interface Bench {
  readonly cloud: EmulatedCloud;
  readonly clock: EmulatorClock;
  readonly network: { readonly regionId: string; readonly vpcId: string; readonly vSwitchId: string };
  /** Calls an operation in the ready region unless the parameters name another. */
  call(action: string, parameters?: Parameters, fault?: WorkFault): Answer;
  /** As `call`, and fails the test unless the answer is a success. */
  must(action: string, parameters?: Parameters, fault?: WorkFault): Body;
  /** The reply to a signed call as it stands on the wire. */
  raw(action: string, parameters?: Parameters, fault?: WorkFault): HttpReply;
  send(request: Partial<CloudRequest>): HttpReply;
  /** Lets emulated seconds pass. */
  pass(seconds: number): void;
}

const START = Date.parse('2020-09-25T08:00:00Z');

export function createBench(strictTokens = false): Bench {
  const clock = createClock({ speed: 1, wall: () => START });
  const cloud = createAlibabaCloud({ clock, identity: createIdentity(1), strictTokens });
  const network = readNetwork(cloud);
  let nonce = 0;

  const send = (request: Partial<CloudRequest>) =>
    cloud.handle({ method: 'GET', path: '/', query: '', headers: {}, body: '', clockSkew: 0, ...request });

  const raw = (action: string, parameters: Parameters = {}, workFault?: WorkFault): HttpReply => {
    nonce += 1;
    const all = { Action: action, RegionId: network.regionId, ...parameters };
    const query = signedQuery(cloud.credentials, `nonce-${nonce}`, all);
    return send({ query, ...(workFault && { workFault }) });
  };

  const call = (action: string, parameters?: Parameters, fault?: WorkFault): Answer => {
    const { status, body } = raw(action, parameters, fault);
    return { status, body: new Body(JSON.parse(body)) };
  };

  return {
    cloud,
    clock,
    network,
    call,
    raw,
    send,
    must(action, parameters, fault) {
      const { status, body } = call(action, parameters, fault);
      if (status !== 200)
        throw new Error(`${action} answered ${status} ${body.at('Code')}: ${body.at('Message')}`);
      return body;
    },
    pass: (seconds) => clock.advance(seconds * 1000),
  };
}

function readNetwork(cloud: EmulatedCloud) {
  const { regionId, vpcId, vSwitchId } = cloud.networks();
  return { regionId: String(regionId), vpcId: String(vpcId), vSwitchId: String(vSwitchId) };
}

const percentEncode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature 1.0, written a second time here so that the emulator is not checked against itself. */
export function signedQuery(
  credentials: Readonly<Record<string, string>>,
  nonce: string,
  parameters: Parameters,
  method = 'GET',
): string {
  const all: Record<string, string | number | boolean> = {
    Format: 'JSON',
    Version: '2016-04-28',
    AccessKeyId: credentials.accessKeyId ?? '',
    SignatureMethod: 'HMAC-SHA1',
    Timestamp: '2020-09-25T08:00:00Z',
    SignatureVersion: '1.0',
    SignatureNonce: nonce,
    ...parameters,
  };
  const canonical = Object.keys(all)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(String(all[name]))}`)
    .join('&');
  const signature = createHmac('sha1', `${credentials.accessKeySecret}&`)
    .update(`${method}&%2F&${percentEncode(canonical)}`)
    .digest('base64');
  return `${canonical}&Signature=${percentEncode(signature)}`;
}
