import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from '../terminal/io.ts';

export interface ConfigurationFile {
  readonly path: string;
  /** `name`: the user said so. `place`: it lay where such files usually lie. */
  readonly by: 'name' | 'place';
}

/** The file to use: the one named, the one here, or the one in the user's own folder. */
export function findConfiguration(
  { environment, directory, home }: Io,
  named: string | undefined,
): ConfigurationFile | undefined {
  const given = named ?? environment.POLYNAT_CONFIG;
  if (given) return { path: given, by: 'name' };
  const folders = [directory, join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'polynat')];
  const path = folders.map((folder) => join(folder, 'polynat.yaml')).find((file) => existsSync(file));
  return path === undefined ? undefined : { path, by: 'place' };
}
