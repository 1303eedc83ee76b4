import type { CloudDefinition, Setting } from '@polynat/adapter-kit';
import { knownClouds } from './known.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The format of `polynat.yaml` as JSON Schema, for editors. */
export const configurationJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    clouds: {
      type: 'object',
      description: 'Clouds by the alias you give them',
      propertyNames: { type: 'string', pattern: '^[A-Za-z0-9._-]+$' },
      additionalProperties: { anyOf: [...knownClouds.map(knownCloud), cloudOfPackage] },
    },
    schedules: {
      type: 'object',
      description: 'Jobs of `polynat worker` by the clock, by the names you give them',
      propertyNames: { type: 'string', pattern: '^[A-Za-z0-9._-]+$' },
      additionalProperties: schedule(),
    },
    state: {
      type: 'string',
      minLength: 1,
      description: 'Folder for the journals of migrations; relative to this file',
    },
  },
  required: ['clouds'],
  additionalProperties: false,
});

function schedule(): JsonSchema {
  const policy = { type: 'string', minLength: 1, description: 'Policy file, relative to this file' };
  return {
    type: 'object',
    properties: {
      cron: {
        type: 'string',
        description: 'Five fields, or six with seconds in front',
        examples: ['0 2 * * *'],
      },
      timeZone: { type: 'string', description: 'IANA name; UTC without it', examples: ['Asia/Shanghai'] },
      missed: {
        type: 'string',
        enum: ['last', 'each'],
        default: 'last',
        description: 'Times at which no worker was there: one run for the last of them, or one for each',
      },
      ...{ renew: policy, resize: policy, migrate: policy },
    },
    required: ['cron'],
    oneOf: [{ required: ['renew'] }, { required: ['resize'] }, { required: ['migrate'] }],
    additionalProperties: false,
  };
}

const credentials: JsonSchema = {
  default: 'environment',
  description:
    "Where keys come from: environment, a profile of the cloud's own tool, a command that prints them, the role of this machine",
  anyOf: [
    { type: 'string', enum: ['environment', 'profile', 'role'] },
    {
      type: 'object',
      properties: { profile: { type: 'string', minLength: 1 } },
      required: ['profile'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { role: { type: 'string', minLength: 1 } },
      required: ['role'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { command: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } },
      required: ['command'],
      additionalProperties: false,
    },
  ],
};

const endpoint: JsonSchema = {
  type: 'string',
  format: 'uri',
  description: 'Another address than that of the region: a private endpoint, a proxy, an emulator',
};

const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

const guards: JsonSchema = {
  readOnly: { type: 'boolean', description: 'Refuses every write before it is sent, native calls included' },
  ceilings: {
    type: 'object',
    description: 'How much may be bought; days are those of UTC',
    properties: {
      purchasesPerDay: count('Gateways, public IPs, packages, renewals and changes of size in one day'),
      months: count('Months that one prepaid order or renewal may buy'),
      monthsPerDay: count('Months bought in one day'),
      sizes: {
        type: 'array',
        minItems: 1,
        items: { type: 'object' },
        description: 'The only sizes a gateway may have: { tier: small }, { units: 2 }, { metered: true }',
      },
    },
    additionalProperties: false,
  },
};

const region = { type: 'string', minLength: 1, description: 'As the provider names it' };

const knownCloud = ({ kind, title, settings }: CloudDefinition): JsonSchema => ({
  type: 'object',
  description: `An account of ${title} in one region`,
  properties: {
    cloud: { const: kind },
    region: { ...region, examples: [settings.region.example] },
    endpoint: { ...endpoint, examples: [settings.endpoint.example] },
    credentials,
    ...guards,
    ...Object.fromEntries(Object.entries(settings.own).map(([name, own]) => [name, ownSetting(own)])),
  },
  required: ['cloud', 'region'],
  additionalProperties: false,
});

const cloudOfPackage: JsonSchema = {
  type: 'object',
  description: 'An account of a cloud that a package of yours brings',
  properties: {
    use: { type: 'string', minLength: 1, description: 'The package, such as @acme/volcano, or a file' },
    region,
    endpoint,
    credentials,
    ...guards,
  },
  required: ['use', 'region'],
};

function ownSetting(setting: Setting): JsonSchema {
  const description = setting.summary;
  if ('oneOf' in setting) return { type: 'string', enum: setting.oneOf, description };
  const text = { type: 'string', pattern: patternOf(setting) };
  return 'text' in setting
    ? { ...text, description }
    : { type: 'array', minItems: 1, items: text, description };
}

const patternOf = (setting: Exclude<Setting, { readonly oneOf: readonly string[] }>): string =>
  ('text' in setting ? setting.text : setting.listOf).pattern.source;
