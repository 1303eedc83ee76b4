import { type Difference, differencesOf, shapeOf } from '@polynat/adapter-kit';
import type { CallOptions, Cloud, Driver } from '@polynat/core';
import type { FoundCloud } from '../clouds/found-cloud.ts';
import { type Check, failed, failure, fine, nothing } from './check.ts';
import type { Evidence } from './evidence.ts';
import { type Read, readsOf, readsOfGateway } from './reads.ts';

export interface Patient {
  readonly found: FoundCloud;
  readonly cloud: Cloud;
  readonly driver: Driver;
  readonly evidence: Evidence;
  readonly call: CallOptions;
}

export interface Examined {
  readonly checks: readonly Check[];
  readonly differences: readonly AnswerDifference[];
}

export interface AnswerDifference extends Difference {
  readonly alias: string;
  readonly operation: string;
}

/** Asks one cloud what a key may read, one read after the other, and compares all answers with the documents. */
export async function examine(patient: Patient): Promise<Examined> {
  const { alias } = patient.found;
  const reads = await inOrder(patient);
  const findings = [
    { check: 'credentials', ...credentials(patient, reads) },
    { check: 'account', ...(await account(patient)) },
    { check: 'endpoint', ...endpoint(patient) },
    { check: 'clock', ...clock(patient) },
    ...reads,
  ];
  return { checks: findings.map((one) => ({ alias, ...one })), differences: differences(patient) };
}

type Named = Omit<Check, 'alias'>;

async function inOrder({ cloud, call }: Patient): Promise<readonly Named[]> {
  const [gateway, listed] = await firstGateway(cloud, call);
  const further = [...readsOf(cloud, call), ...(gateway ? readsOfGateway(cloud, gateway, call) : [])];
  const done: Named[] = [listed];
  for (const read of further) done.push(await tried(read));
  return done;
}

async function firstGateway(cloud: Cloud, call: CallOptions) {
  const check = 'list gateways';
  try {
    const [gateway] = await cloud.gateways.list({}, call).take(5);
    const detail = gateway ? 'may be read' : 'may be read; there is no gateway, so its rules were not read';
    return [gateway, { check, ...fine(detail) }] as const;
  } catch (thrown) {
    return [undefined, { check, ...failure(thrown) }] as const;
  }
}

async function tried({ name, run }: Read): Promise<Named> {
  try {
    await run();
    return { check: name, ...fine('may be read') };
  } catch (thrown) {
    return { check: name, ...failure(thrown) };
  }
}

/** Without the names that the user gave to profiles and programs. */
function placeOf({ credentials }: FoundCloud['settings']): string {
  if (credentials === 'role' || (typeof credentials === 'object' && 'role' in credentials))
    return 'the role of this machine';
  if (typeof credentials === 'string')
    return credentials === 'profile' ? 'the default profile' : 'the environment';
  if ('profile' in credentials) return 'a profile';
  return 'command' in credentials ? 'a command' : 'the emulator';
}

/** Whether there are keys and the cloud knows them. */
function credentials({ found, evidence }: Patient, reads: readonly Named[]) {
  const source = `from ${placeOf(found.settings)}`;
  const refused = reads.find(({ detail }) => detail.startsWith('unauthenticated'));
  if (!refused) return fine(source);
  const asked = evidence.heard.length > 0 ? 'the cloud refuses them' : 'they could not be read';
  return failed(`${source}: ${asked} (${refused.detail})`, refused.remedy ?? 'check the keys of this cloud');
}

async function account({ cloud, call }: Patient) {
  try {
    const identity = await cloud.account(call);
    if (!identity) return nothing('no API of this cloud names it');
    return fine(identity.by === 'cloud' ? 'the cloud names the account' : 'told by a fingerprint of the key');
  } catch (thrown) {
    return failure(thrown);
  }
}

function endpoint({ evidence: { heard } }: Patient) {
  const origins = [...new Set(heard.map(({ origin }) => origin))];
  if (origins.length === 0)
    return failed('nothing has answered', 'check the region, the endpoint and proxies; try --debug');
  const open = origins.filter((origin) => !origin.startsWith('https:'));
  const detail = origins.join(', ');
  return fine(open.length === 0 ? `${detail}, TLS with a trusted certificate` : `${detail}, without TLS`);
}

/** Seconds that clouds tolerate without doubt; Baidu and Alibaba Cloud refuse after minutes. */
const tolerated = 30;

function clock({ evidence: { heard } }: Patient) {
  const leads = heard.flatMap(({ lead }) => lead ?? []);
  if (leads.length === 0) return nothing('no answer has a date');
  const seconds = Math.round(
    leads.reduce((most, lead) => (Math.abs(lead) > Math.abs(most) ? lead : most)) / 1_000,
  );
  if (Math.abs(seconds) <= tolerated) return fine(`${Math.abs(seconds)} s from that of the cloud`);
  const which = seconds > 0 ? 'behind' : 'ahead of';
  return failed(
    `${Math.abs(seconds)} s ${which} that of the cloud`,
    'set the clock of this machine, such as by NTP',
  );
}

/** What the protocols of the clouds put around every answer. */
const envelope: ReadonlySet<string> = new Set(['code', 'codeDesc', 'message', 'requestId', 'RequestId']);

function differences({
  found: { alias },
  driver: { native },
  evidence,
}: Patient): readonly AnswerDifference[] {
  if (!native) return [];
  return [...evidence.byOperation(native.operations)].flatMap(([operation, answers]) => {
    const shape = shapeOf(native.operations[operation]);
    return differencesOf(shape, answers)
      .filter(({ path }) => !envelope.has(path))
      .map((difference) => ({ alias, operation, ...difference }));
  });
}
