import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { writeText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';

const example = {
  shop: { cloud: 'alibaba', region: 'cn-hangzhou', credentials: 'environment' },
  search: { cloud: 'baidu', region: 'bj', credentials: 'environment' },
  legacy: { cloud: 'tencent-bm', region: 'ap-guangzhou', credentials: 'environment' },
};

const header = `# Clouds by the alias you give them. Keys never stand here: they come from the environment, from the profile file of the
# cloud's own tool (credentials: { profile: NAME }) or from a command that prints them as JSON (credentials: { command: [...] }).
`;

/** Writes a configuration to start from: what the environment has keys for, else one of each kind. */
export async function init(
  { terminal: { io } }: Needs<'terminal'>,
  _: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const path = resolve(io.directory, optional(options, 'output') ?? 'polynat.yaml');
  if (existsSync(path) && options.yes !== true)
    throw new UsageError(`${path} is there already`, 'repeat with --yes to replace it');
  const clouds = await fromSurroundings(io.environment);
  writeText(io, path, `${header}${stringify({ clouds })}`);
  return {
    json: { written: path, clouds },
    text: `Wrote ${path} with ${Object.keys(clouds).join(', ')}.\nCheck it with \`polynat clouds\`.\n`,
  };
}

async function fromSurroundings(environment: Io['environment']): Promise<object> {
  const { fromEnvironment } = await import('./discovery.ts');
  const found = fromEnvironment(environment);
  if (found.length === 0) return example;
  return Object.fromEntries(
    found.map(({ alias, cloud, region }) => [alias, { cloud, region, credentials: 'environment' }]),
  );
}
