import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { parseYaml, readText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';

const cloudKinds = ['alibaba', 'baidu', 'tencent-bm'] as const;

const secretName = /secret|password|access.?key|token/i;

const credentialsSchema = z.union(
  [
    z.literal('environment'),
    z.strictObject({ profile: z.string().min(1) }),
    z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
  ],
  'must be "environment", { profile: NAME } or { command: [PROGRAM, …] }',
);

const cloudSchema = z
  .strictObject({
    cloud: z.enum(cloudKinds, `must be one of ${cloudKinds.join(', ')}`).describe('Kind of cloud'),
    region: z.string().min(1, 'must name a region').describe('As the provider names it'),
    endpoint: z
      .url({ protocol: /^https?$/, error: 'must be a URL such as https://vpc.cn-hangzhou.aliyuncs.com' })
      .describe('Another address than that of the region: a private endpoint, a proxy, an emulator')
      .exactOptional(),
    credentials: credentialsSchema
      .default('environment')
      .describe(
        "Where keys come from: environment, a profile of the cloud's own tool, a command that prints them",
      ),
    api: z
      .enum(['v2', 'v3'], 'must be v2 or v3')
      .describe('Generation of the API, on tencent-bm only; v2 when left out')
      .exactOptional(),
  })
  .refine(({ cloud, api }) => cloud === 'tencent-bm' || api === undefined, {
    path: ['api'],
    error: 'is a choice on tencent-bm only',
  })
  .describe('One cloud account in one region');

export const configurationSchema = z.strictObject({
  clouds: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9._-]+$/, 'an alias has letters, digits, dots, dashes and underscores only'),
      cloudSchema,
    )
    .describe('Clouds by the alias you give them'),
  state: z
    .string()
    .min(1)
    .describe('Folder for the journals of migrations; relative to this file')
    .exactOptional(),
});

export type Configuration = z.output<typeof configurationSchema>;
export type CloudConfiguration = z.output<typeof cloudSchema>;

/** The file's format as JSON Schema, for editors. */
export const configurationJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(configurationSchema, { io: 'input' });

export function readConfiguration(content: string, where = 'polynat.yaml'): Configuration {
  const value = parseYaml(content, where);
  refuseSecrets(value, where);
  return check<Configuration>(configurationSchema, value, where);
}

/** A secret in a file ends up in a repository; it is refused before anything else is looked at. */
function refuseSecrets(value: unknown, where: string, path: readonly string[] = []): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (secretName.test(name) && typeof member === 'string') {
      throw new NatError('invalid-argument', `"${name}" is a secret and does not belong into ${where}`, {
        field: path.join('.') || where,
        remedy:
          "keep secrets in the environment, in the profile file of the cloud's own tool, or have a command print them",
      });
    }
    refuseSecrets(member, where, [...path, name]);
  }
}

export const loadConfiguration = (io: Io, path: string): Configuration =>
  readConfiguration(readText(io, path, 'config'), path);
