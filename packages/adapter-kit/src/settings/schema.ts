import { type CredentialSource, ceilingsSchema } from '@polynat/core';
import * as z from 'zod';
import type { CredentialDefinition } from '../credentials/definition.ts';
import { schemaOf } from '../credentials/schema.ts';
import type {
  CloudSettings,
  EndpointSetting,
  RegionSetting,
  Setting,
  SettingsDefinition,
} from './definition.ts';

/** What a cloud is made from, as far as it is data. */
export type Settings<S extends CloudSettings, C extends object> = S & {
  readonly credentials: CredentialSource<C>;
};

const schemas = new WeakMap<object, z.ZodType>();

/** Reads the settings of one cloud. Made when it is first needed. */
export function settingsSchema<S extends CloudSettings, C extends object>(
  settings: SettingsDefinition<S>,
  credentials: CredentialDefinition<C>,
): z.ZodType<Settings<S, C>> {
  const schema = schemas.get(settings) ?? build(settings, credentials);
  schemas.set(settings, schema);
  /** It reads the settings of `S`, by the type of their definition. */
  return schema as z.ZodType<Settings<S, C>>;
}

function build<C extends object>(
  { region, endpoint, own }: SettingsDefinition,
  credentials: CredentialDefinition<C>,
): z.ZodType {
  const others = Object.entries<Setting>(own).map(([name, setting]) => [name, ownSchema(setting)] as const);
  return z.strictObject({
    region: regionSchema(region),
    endpoint: endpointSchema(endpoint).exactOptional(),
    credentials: sourceSchema(credentials).prefault('environment'),
    readOnly: z.boolean('must be true or false').exactOptional(),
    ceilings: ceilingsSchema.exactOptional(),
    ...Object.fromEntries(others),
  });
}

const regionSchema = ({ pattern, must, alsoCalled = {} }: RegionSetting) =>
  z
    .string(must)
    .transform((name) => (Object.hasOwn(alsoCalled, name) ? alsoCalled[name] : name))
    .pipe(z.string(must).regex(pattern, must));

function endpointSchema({ example }: EndpointSetting) {
  const must = `must be a scheme and a host, with a port if need be, such as ${example}`;
  return z
    .string(must)
    .regex(/^https?:\/\/[^/?#@\s]+\/?$/, must)
    .refine((text) => URL.canParse(text), must)
    .transform((text) => new URL(text).origin);
}

function ownSchema(setting: Setting): z.ZodType {
  if ('oneOf' in setting) {
    return z.enum([...setting.oneOf], `must be ${setting.oneOf.join(' or ')}`).exactOptional();
  }
  const { pattern, must } = 'text' in setting ? setting.text : setting.listOf;
  const text = z.string(must).regex(pattern, must);
  return (
    'text' in setting ? text : z.array(text, 'must be a list').min(1, 'must name at least one')
  ).exactOptional();
}

/** A union tells what does not fit its nearest branch; here the value itself says which branch was meant. */
function sourceSchema<C extends object>(definition: CredentialDefinition<C>): z.ZodType {
  return z.unknown().transform((source, context) => {
    const result = meantBy(source, definition).safeParse(source);
    if (result.success) return result.data;
    const issues = result.error.issues.map(({ message, path }) => ({
      code: 'custom' as const,
      message,
      path,
      input: '',
    }));
    context.issues.push(...issues);
    return z.NEVER;
  });
}

function meantBy<C extends object>(source: unknown, definition: CredentialDefinition<C>): z.ZodType {
  if (typeof source === 'object' && source !== null) {
    if ('profile' in source)
      return z.strictObject({ profile: z.string(nameOfProfile).min(1, nameOfProfile) });
    if ('command' in source) return z.strictObject({ command: z.array(word, program).min(1, program) });
    if ('role' in source)
      return z.strictObject({ role: z.string(nameOfRole).regex(/^[\w.@-]+$/, nameOfRole) });
    if ('from' in source) return former;
    return schemaOf(definition);
  }
  const must = `must be environment, profile, { profile: NAME }, { command: [PROGRAM, …] }, role, { role: NAME } or ${keysOf(definition)}`;
  return z.union(
    [z.literal(['environment', 'profile', 'role']), z.custom((value) => typeof value === 'function')],
    must,
  );
}

const nameOfProfile = 'must name a profile';
const nameOfRole = 'must name a role';
const program = 'must be a program and its arguments';
const word = z.string(program).min(1, program);

/** How sources were spelled in containers once. */
const former = z.strictObject({
  from: z.never(
    'is no longer used: write credentials: environment, credentials: profile or credentials: { profile: NAME }',
  ),
  name: z.unknown().optional(),
});

function keysOf({ fields }: CredentialDefinition<Readonly<Record<string, string>>>): string {
  const names = Object.entries(fields).map(([name, { optional }]) => (optional ? `${name}?` : name));
  return `{ ${names.join(', ')} }`;
}
