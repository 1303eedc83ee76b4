import { resolve } from 'node:path';
import { type CloudSummary, type InventoryFailure, type TakenInventory, takeInventory } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional, several } from '../command-line/options.ts';
import { countOf, parseDuration } from '../command-line/parse.ts';
import { exitCodes, UsageError } from '../terminal/failures.ts';
import { table } from '../terminal/table.ts';
import { InventoryReport } from './inventory-report.ts';

const usualFile = 'inventory.ndjson';

/** Reads every gateway of the fleet into a snapshot file. */
export async function inventoryFleet(
  { terminal: { io }, clouds, call }: Needs<'terminal' | 'clouds' | 'call'>,
  options: OptionValues,
): Promise<Answer> {
  const { file, since, ...settings } = settingsIn(options);
  const nat = await clouds.all();
  const report = new InventoryReport(io);
  const { signal = io.signal, within } = call;
  try {
    const taken = await takeInventory(nat, {
      ...settings,
      file: resolve(io.directory, file),
      ...(since !== undefined && { since: resolve(io.directory, since) }),
      signal: within === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(within)]),
      onProgress: (event) => report.note(event),
    });
    return answerOf(taken, file);
  } finally {
    report.end();
  }
}

function settingsIn(options: OptionValues) {
  const [clouds, regions, accounts] = ['cloud', 'region', 'account'].map((name) => several(options, name));
  const [since, maxAge, concurrency] = ['since', 'maxAge', 'concurrency'].map((name) =>
    optional(options, name),
  );
  if (maxAge !== undefined && since === undefined)
    throw new UsageError('--max-age: is for rules of an earlier snapshot', 'add --since, or leave it out');
  return {
    file: optional(options, 'out') ?? usualFile,
    selection: {
      ...(clouds && { clouds }),
      ...(regions && { regions }),
      ...(accounts && { accounts }),
    },
    resume: options.resume === true,
    ...(since !== undefined && { since }),
    ...(maxAge !== undefined && { maxAge: parseDuration(maxAge, '--max-age') }),
    ...(concurrency !== undefined && { concurrency: countOf(concurrency, '--concurrency') }),
  };
}

/** Ends with 1 while something is missing in the snapshot. */
function answerOf({ header, resumed, failures }: TakenInventory, file: string): Answer {
  const { id, started, ended, gateways, clouds } = header;
  return {
    json: { file, id, started, ended, resumed, gateways, clouds, failures },
    text: table(clouds, columns, 'No cloud was selected.'),
    notes: `${failureLines(failures)}${file}: ${gateways} gateway(s)${carriedWords(clouds)}\n`,
    exit: failures.length > 0 ? exitCodes.failed : exitCodes.done,
  };
}

const columns = [
  { title: 'cloud', of: ({ cloud }: CloudSummary) => cloud, names: true as const },
  { title: 'kind', of: ({ kind }: CloudSummary) => kind },
  { title: 'region', of: ({ region }: CloudSummary) => region },
  { title: 'account', of: ({ account }: CloudSummary) => account },
  { title: 'gateways', of: ({ gateways }: CloudSummary) => gateways },
  { title: 'carried', of: ({ carried }: CloudSummary) => carried || '' },
  { title: 'incomplete', of: ({ incomplete }: CloudSummary) => incomplete || '' },
  { title: 'requests', of: ({ requests }: CloudSummary) => requests },
  {
    title: 'result',
    of: (summary: CloudSummary) => resultOf(summary),
    tone: (summary: CloudSummary) =>
      resultOf(summary) === 'complete' ? ('good' as const) : ('bad' as const),
  },
];

function resultOf({ failure, addressFailure, incomplete }: CloudSummary): string {
  if (failure) return 'gateways missing';
  if (incomplete > 0) return 'rules missing';
  return addressFailure ? 'details of public IPs missing' : 'complete';
}

/** Failures that people are told one by one. */
const mostShown = 20;

/** A remedy that several share is told once. */
function failureLines(failures: readonly InventoryFailure[]): string {
  const lines = failures
    .slice(0, mostShown)
    .map(({ cloud, ref = cloud, part, message }) => `${ref}: ${part}: ${message}\n`);
  const remedies = new Set(
    failures.flatMap(({ message, remedy = '' }) => (message.includes(remedy) ? [] : remedy)),
  );
  const others = failures.length - lines.length;
  const rest = others > 0 ? [`${others} more; --json has all\n`] : [];
  return [...lines, ...rest, ...[...remedies].map((remedy) => `→ ${remedy}\n`)].join('');
}

function carriedWords(clouds: readonly CloudSummary[]): string {
  const carried = clouds.reduce((sum, cloud) => sum + cloud.carried, 0);
  return carried === 0 ? '' : `; rules of ${carried} carried over: changes of their rules may be missing`;
}
