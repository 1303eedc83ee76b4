import type { ApiOperation } from '@polynat/adapter-kit';
import type { Method } from '@polynat/transport';
import * as z from 'zod';

/** One operation of Volcano's API. */
export interface Operation extends ApiOperation {
  readonly method: Method;
  /** `{field}` stands for a field of the request. */
  readonly path: string;
}

/** `GET /ips`: a read may be repeated, and Volcano's writes take a token, so they may be repeated under the same one. */
function operation<Request extends Operation['request'], Response extends z.core.$ZodType>(
  name: string,
  summary: string,
  route: `${Method} ${string}`,
  request: Request,
  response: Response,
) {
  const [method, path = ''] = route.split(' ') as [Method, string];
  const writes = method !== 'GET';
  return {
    name,
    summary,
    method,
    path,
    request,
    response,
    writes,
    repeat: writes ? 'token' : 'read',
  } as const;
}

/** Requests are strict about what the documents state; in answers, what is missing or new breaks nothing. */
const id = z.string().regex(/^[\w.-]+$/, 'must be an id');
const size = z.enum(['S', 'L']);
const gateway = { gateway: id };
const page = { after: z.string().exactOptional() };
const next = { next: z.string().nullish() };
const made = z.looseObject({ id: z.string() });
const nothing = z.unknown();
const word = z.string().default('');
const ips = z.array(z.string()).default([]);

const gatewayModel = z.looseObject({ id: z.string(), name: word, vpc: word, state: word, size: word, ips });
const addressModel = z.looseObject({ ip: z.string(), gateway: z.string().nullish() });
const ruleModel = z.looseObject({ id: z.string(), block: z.string(), ips, state: word });
export type GatewayModel = z.output<typeof gatewayModel>;
export type AddressModel = z.output<typeof addressModel>;
export type RuleModel = z.output<typeof ruleModel>;

const gateways = z.looseObject({ gateways: z.array(gatewayModel), ...next });
const addresses = z.looseObject({ ips: z.array(addressModel), ...next });
const rules = z.looseObject({ rules: z.array(ruleModel), ...next });
const order = z.strictObject({ name: z.string(), vpc: z.string(), size });
const held = z.strictObject({ ...gateway, ip: z.ipv4() });
const rule = z.strictObject({ ...gateway, block: z.cidrv4(), ips: z.array(z.ipv4()).min(1) });

const one = z.strictObject(gateway);
const ip = '/gateways/{gateway}/ips/{ip}';
const rulesPath = '/gateways/{gateway}/rules';

/** Volcano's whole API under its own names. */
export const operations = {
  ListGateways: operation('ListGateways', 'List gateways', 'GET /gateways', z.strictObject(page), gateways),
  GetGateway: operation('GetGateway', 'Read a gateway', 'GET /gateways/{gateway}', one, gatewayModel),
  CreateGateway: operation('CreateGateway', 'Create a gateway', 'POST /gateways', order, made),
  DeleteGateway: operation('DeleteGateway', 'Delete a gateway', 'DELETE /gateways/{gateway}', one, nothing),
  ListIps: operation('ListIps', 'List public IPs', 'GET /ips', z.strictObject(page), addresses),
  AttachIp: operation('AttachIp', 'Attach a public IP', `PUT ${ip}`, held, nothing),
  DetachIp: operation('DetachIp', 'Detach a public IP', `DELETE ${ip}`, held, nothing),
  ListRules: operation(
    'ListRules',
    'List SNAT rules',
    `GET ${rulesPath}`,
    z.strictObject({ ...gateway, ...page }),
    rules,
  ),
  AddRule: operation('AddRule', 'Add an SNAT rule', `POST ${rulesPath}`, rule, made),
  RemoveRule: operation(
    'RemoveRule',
    'Remove an SNAT rule',
    `DELETE ${rulesPath}/{rule}`,
    z.strictObject({ ...gateway, rule: id }),
    nothing,
  ),
};
