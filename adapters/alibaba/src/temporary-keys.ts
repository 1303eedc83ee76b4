import type { Exchange, ExchangeTools } from '@polynat/adapter-kit';
import { check, type Expiring, NatError } from '@polynat/core';
import { canonicalQuery, type WireRequest } from '@polynat/transport';
import * as z from 'zod';
import { type AlibabaCredentials, sign } from './signer.ts';

type Keys = AlibabaCredentials & Expiring;
type Given = Readonly<Record<string, string | undefined>>;

/** https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata */
const metadata = 'http://100.100.100.200/latest';

/** The role of an ECS instance. https://www.alibabacloud.com/help/en/ecs/user-guide/attach-an-instance-ram-role-to-an-ecs-instance */
export async function roleOfMachine(name: string | undefined, tools: ExchangeTools): Promise<Keys> {
  const place = `${metadata}/meta-data/ram/security-credentials/`;
  const headers = await metadataToken(tools);
  const ask = (path: string, as: 'json' | 'text') =>
    tools.ask({ method: 'GET', url: `${place}${path}`, headers }, { direct: true, as });
  const role = name ?? `${await ask('', 'text')}`.split('\n', 1).join('').trim();
  return keysIn(await ask(encodeURIComponent(role), 'json'));
}

/** Machines in the hardened mode want a token first; the others give one too. */
async function metadataToken({ ask }: ExchangeTools): Promise<WireRequest['headers']> {
  const headers = { 'x-aliyun-ecs-metadata-token-ttl-seconds': '21600' };
  const token = await ask(
    { method: 'PUT', url: `${metadata}/api/token`, headers },
    { direct: true, as: 'text' },
  );
  return { 'x-aliyun-ecs-metadata-token': `${token}`.trim() };
}

/** A service of the user's that answers as the metadata does. https://www.alibabacloud.com/help/en/cli/configure-credentials */
export const fromUri =
  (entry: string): Exchange =>
  async (given, { ask }) =>
    keysIn(await ask({ method: 'GET', url: needed(given, entry), headers: {} }, { direct: true }));

/** Names of the entries that say which role is assumed. */
interface RoleNames {
  readonly role: string;
  readonly session: string;
  readonly seconds: string;
  readonly region: string;
}

/** `AssumeRole`, signed with the keys of the profile. https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole */
export const assumedRole =
  (names: RoleNames & { readonly keys: { readonly id: string; readonly secret: string } }): Exchange =>
  async (given, tools) => {
    const keys = {
      accessKeyId: needed(given, names.keys.id),
      accessKeySecret: needed(given, names.keys.secret),
    };
    const parameters = { Action: 'AssumeRole', ...common(given, names) };
    const fresh = { instant: tools.now(), nonce: tools.uuid() };
    const request = sign(
      { method: 'POST', endpoint: endpointOf(given[names.region]), parameters },
      keys,
      fresh,
    );
    return keysIn(credentialsIn(await tools.ask(request)));
  };

/** `AssumeRoleWithOIDC`, which is not signed: the token says who asks. https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc */
export const assumedWithToken =
  (names: RoleNames & { readonly provider: string; readonly tokenFile: string }): Exchange =>
  async (given, tools) => {
    const body = canonicalQuery({
      Action: 'AssumeRoleWithOIDC',
      ...common(given, names),
      OIDCProviderArn: needed(given, names.provider),
      OIDCToken: await tools.readFile(needed(given, names.tokenFile)),
      SignatureNonce: tools.uuid(),
      Timestamp: `${new Date(tools.now()).toISOString().slice(0, 19)}Z`,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${endpointOf(given[names.region])}/`;
    return keysIn(credentialsIn(await tools.ask({ method: 'POST', url, headers, body })));
  };

const endpointOf = (region: string | undefined): string =>
  region ? `https://sts.${region}.aliyuncs.com` : 'https://sts.aliyuncs.com';

function common(given: Given, { role, session, seconds }: RoleNames): Readonly<Record<string, string>> {
  const duration = Number(given[seconds]);
  return {
    Format: 'JSON',
    Version: '2015-04-01',
    RoleArn: needed(given, role),
    RoleSessionName: given[session] || 'polynat',
    ...(duration >= 900 && { DurationSeconds: `${duration}` }),
  };
}

function needed(given: Given, name: string): string {
  const value = given[name];
  if (value) return value;
  throw new NatError('unauthenticated', `${name} is missing, which the role needs`, {
    field: 'credentials',
    remedy: `add ${name}`,
  });
}

const answerSchema = z.object({
  AccessKeyId: z.string('is missing'),
  AccessKeySecret: z.string('is missing'),
  SecurityToken: z.string('is missing'),
  Expiration: z.iso.datetime({ offset: true, error: 'must be a date' }),
});

const credentialsIn = (answer: unknown): unknown =>
  check(z.object({ Credentials: z.unknown() }), answer, 'the answer of the token service').Credentials;

function keysIn(answer: unknown): Keys {
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = check(
    answerSchema,
    answer,
    'the answer with temporary keys',
  );
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
    expires: Date.parse(Expiration),
  };
}
