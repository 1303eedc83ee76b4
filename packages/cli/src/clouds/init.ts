import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CloudDefinition } from '@polynat/adapter-kit';
import { stringify } from 'yaml';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { writeText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';

const header = `# Clouds by the alias you give them. Keys never stand here: they come from the environment, from the profile file of the
# cloud's own tool (credentials: profile, or { profile: NAME }) or from a command that prints them as JSON
# (credentials: { command: [...] }), or from the role of this machine
# (credentials: role). A cloud of a package of yours is named by it: use: '@acme/volcano' instead of cloud.
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

/** What stands in the file, by alias. */
type Entries = Readonly<Record<string, object>>;

async function fromSurroundings(environment: Io['environment']): Promise<Entries> {
  const [{ fromEnvironment }, { knownClouds }] = await Promise.all([
    import('./discovery.ts'),
    import('./known.ts'),
  ]);
  const found = fromEnvironment(environment);
  if (found.length === 0) return Object.fromEntries(knownClouds.map(exampleOf));
  return Object.fromEntries(
    found.map(({ alias, cloud, settings }) => [alias, { cloud: cloud.kind, ...settings }]),
  );
}

const exampleOf = ({ kind, settings }: CloudDefinition) => [
  kind,
  { cloud: kind, region: settings.region.example, credentials: 'environment' },
];
