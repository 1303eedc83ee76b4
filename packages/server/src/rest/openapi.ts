import * as z from 'zod';
import { isCostly } from '../writes.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import * as outputs from './schemas.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const named = {
  Approval: outputs.approvalSchema,
  AuditRecord: outputs.auditRecordSchema,
  AppliedPlan: outputs.appliedSchema,
  BandwidthPackage: outputs.bandwidthPackageSchema,
  Billing: outputs.billingSchema,
  Capabilities: outputs.capabilitiesSchema,
  Cloud: outputs.cloudSchema,
  DnatRule: outputs.dnatRuleSchema,
  Gateway: outputs.gatewaySchema,
  Network: outputs.networkSchema,
  Operation: outputs.operationSchema,
  Plan: outputs.planSchema,
  Preview: outputs.previewSchema,
  Principal: outputs.principalSchema,
  Problem: outputs.problemSchema,
  PublicAddress: outputs.publicAddressSchema,
  Readiness: outputs.readinessSchema,
  Route: outputs.routeSchema,
  Run: outputs.runSchema,
  SharedBandwidth: outputs.sharedBandwidthSchema,
  SnatRule: outputs.snatRuleSchema,
  Subnet: outputs.subnetSchema,
  Write: outputs.writeSchema,
} as const;

/** Output schemas of the neutral types, by name: what the API answers, for programs with an API of their own. */
export const outputSchemas = named;

const placeOf = (name: string): string => `#/components/schemas/${name}`;

/** The API as OpenAPI 3.1, from the very schemas that check its requests. */
export function openApi(basePath = ''): JsonSchema {
  const { schemas, nameOf } = components();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Polynat',
      version: '1',
      description: 'NAT gateways of several clouds: reads, durable changes, approvals, plans and runs.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${basePath}/api/v1` }],
    security: [{ bearer: [] }],
    paths: pathsOf(nameOf),
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: 'Why it was not done',
          content: { 'application/problem+json': { schema: { $ref: placeOf('Problem') } } },
        },
      },
    },
  };
}

/** Every schema once, under the name of its type or of the first operation that uses it. */
function components() {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.core.$ZodType, string>();
  const add = (schema: z.core.$ZodType, id: string) => {
    if (names.has(schema)) return;
    names.set(schema, id);
    registry.add(schema, { id });
  };
  for (const [name, schema] of Object.entries(named)) add(schema, name);
  for (const { name, body, answers } of routes) {
    if (body) add(body, `${pascal(name)}Body`);
    for (const answer of Object.values(answers))
      if (answer !== 'stream') add(answer, `${pascal(name)}Answer`);
  }
  const { schemas } = z.toJSONSchema(registry, { uri: placeOf, io: 'input', unrepresentable: 'any' });
  const plain = Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema] as const);
  return {
    schemas: Object.fromEntries(plain.sort(([left], [right]) => (left < right ? -1 : 1))),
    nameOf: (schema: z.core.$ZodType): string => names.get(schema) ?? '',
  };
}

type NameOf = (schema: z.core.$ZodType) => string;

function pathsOf(nameOf: NameOf): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const operation = operationOf(route, nameOf);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  return paths;
}

function operationOf(route: Route, nameOf: NameOf): JsonSchema {
  const { name, summary, body, answers, effects } = route;
  const tag = name.split('.', 1).join('');
  return {
    operationId: name.replaceAll(/[.-](\w)/g, (_all, letter: string) => letter.toUpperCase()),
    summary,
    tags: [tag],
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: placeOf(nameOf(body)) } } },
      },
    }),
    ...(effects && { 'x-effects': effects, 'x-role': effects.length > 0 ? 'buyer' : 'operator' }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: described[status] ?? 'Done',
            content:
              answer === 'stream'
                ? { 'text/event-stream': { schema: { type: 'string' } } }
                : { 'application/json': { schema: { $ref: placeOf(nameOf(answer)) } } },
          },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const described: Readonly<Record<string, string>> = {
  200: 'Done',
  202: 'Accepted; `Location` shows how it goes on',
};

const pathParameters = ({ path }: Route): readonly JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    ...(name === 'ref' && { description: 'alias:region/id or alias:region/network/id, percent-encoded' }),
  }));

const queryParameters = ({ query }: Route): readonly JsonSchema[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { $schema, ...json } = z.toJSONSchema(schema as z.core.$ZodType, {
      io: 'input',
      unrepresentable: 'any',
    });
    return { name, in: 'query', required: !isOptional(schema as z.core.$ZodType), schema: json };
  });

const isOptional = (schema: z.core.$ZodType): boolean =>
  z.safeParse(schema, undefined).success || isExactOptional(schema);

const isExactOptional = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodExactOptional;

const text = { type: 'string' };

function headerParameters({ name, effects, answers }: Route): readonly JsonSchema[] {
  if (answers[200] === 'stream')
    return [{ name: 'Last-Event-ID', in: 'header', required: false, schema: text }];
  if (!effects) return [];
  return [
    {
      ...{ name: 'Idempotency-Key', in: 'header', required: false, schema: text },
      description: isCostly(name)
        ? 'Required unless dryRun: it costs money'
        : 'The same key and body are the same operation',
    },
    {
      name: 'Prefer',
      in: 'header',
      required: false,
      schema: text,
      description: '`wait=30` waits for the end',
    },
  ];
}

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|[.-])(\w)/g, (_all, letter: string) => letter.toUpperCase());
