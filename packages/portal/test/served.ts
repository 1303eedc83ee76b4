import { type Process, startProgram } from '../../cli/test/binary.ts';

export interface Served {
  readonly process: Process;
  readonly url: string;
  readonly link: string;
  readonly token: string;
}

/** `polynat serve --emulated` as a process of its own. */
export async function serve(
  environment: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<Served> {
  const program = process.env.POLYNAT_TEST_SERVING ?? '';
  const served = startProgram(program, environment, 'serve', '--emulated', '--json', ...more);
  await served.saying('out', '\n');
  return { process: served, ...JSON.parse(served.out()) };
}
