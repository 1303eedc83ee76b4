import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { newFolder, typeInto } from './stage.ts';

const service = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const composeSchema = z.object({
  services: z.object({ database: service, worker: service }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.object({})),
});

/** The compose file of the guide. */
function readCompose() {
  const guide = readFileSync(new URL('../../../docs/guides/fleet.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(services:[\s\S]*?)```/.exec(guide) ?? [];
  return composeSchema.parse(parse(text));
}

/** The database and the words with which the shell of the worker starts the command. */
function startedBy(script: string): readonly string[] {
  const folder = newFolder();
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  writeFileSync(join(folder, 'database'), 'p4ss');
  writeFileSync(join(tools, 'npx'), '#!/bin/sh\necho "$POLYNAT_DATABASE"\necho "$@"\n', { mode: 0o755 });
  const inside = script.replaceAll('$$', '$').replaceAll('/run/secrets/', `${folder}/`);
  const env = { PATH: `${tools}${delimiter}${process.env.PATH}` };
  return execFileSync('sh', ['-c', inside], { env, encoding: 'utf8' }).trim().split('\n');
}

describe('the compose file of the guide', () => {
  const { services, secrets, volumes } = readCompose();

  it.each(Object.entries(services))('declares every secret, volume and service that %s names', (_, one) => {
    const mounted = one.volumes.map((volume) => volume.split(':')[0]);
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining(one.secrets));
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(mounted));
    expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(one.depends_on)));
  });

  it('gives the worker the database with the password of the secret, and options that it has', async () => {
    const [shell, flag, script = ''] = services.worker.command;
    expect([shell, flag]).toEqual(['sh', '-c']);
    const [database = '', words = ''] = startedBy(script);
    const { username, password, hostname } = new URL(database);
    const { POSTGRES_USER: user } = services.database.environment;
    expect([username, password, hostname]).toEqual([user, 'p4ss', 'database']);
    const [command, ...rest] = words.split(' ');
    expect(command).toBe('polynat');
    const { out } = await typeInto({}, 'worker', '--help');
    const options = rest.filter((word) => word.startsWith('--'));
    expect(options).not.toEqual([]);
    for (const option of options) expect(out).toContain(option);
  });
});
