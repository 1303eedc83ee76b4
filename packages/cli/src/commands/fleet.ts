import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { CommandContext } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';
import { anyAccount, queue } from './migrate.ts';
import { perSecond } from './tools.ts';

/** Commands over many gateways. */
export const fleetCommands: readonly CommandSpec[] = [
  {
    usage: 'fleet inventory',
    summary: 'read every gateway with rules, public IPs and billing into a snapshot file; only reads',
    options: [
      ['--out <file>', 'the snapshot (default: inventory.ndjson); replaced when the new one is whole'],
      ['--cloud <aliases...>', 'only these clouds'],
      ['--region <regions...>', 'only clouds of these regions'],
      ['--account <ids...>', 'only clouds of these accounts'],
      ['--since <snapshot>', 'an earlier snapshot; its rules are carried over as --max-age allows'],
      [
        '--max-age <duration>',
        'carry over rules read within that time, for gateways that the list shows unchanged; may miss changes of rules',
      ],
      ['--resume', 'go on where a stopped inventory of the same file left off'],
      ['--concurrency <count>', 'gateways of a cloud to read at the same time (default: 8)'],
      ['--per-second <count>', 'calls per second for one account (default: as the cloud allows)'],
    ],
    run: async (context, _parameters, options) =>
      (await import('../fleet/inventory.ts')).inventoryFleet(context, options),
  },
  {
    usage: 'fleet diff <old> <new>',
    summary: 'compare two snapshots of inventories; ends with 6 when they differ',
    formats: ['ndjson'],
    run: async (context, parameters, options) =>
      (await import('../fleet/diff.ts')).diffFleet(context, parameters, options),
  },
  {
    usage: 'fleet renew <policy>',
    summary: 'renew the prepaid gateways that are due by a policy file, each once; paid immediately',
    changes: true,
    options: [
      ['--dry-run', 'list each gateway with the reason, and renew none'],
      queue,
      perSecond,
      anyAccount,
    ],
    run: async (context, parameters, options) =>
      (await import('../fleet/renew.ts')).renewFleet(context, parameters, options),
  },
  {
    usage: 'fleet resize <policy>',
    summary: 'resize the gateways to which a rule of a policy file applies, each once',
    changes: true,
    options: [
      ['--dry-run', 'list each gateway with the reason, and resize none'],
      queue,
      perSecond,
      anyAccount,
    ],
    run: async (context, parameters, options) =>
      (await import('../fleet/resize.ts')).resizeFleet(context, parameters, options),
  },
  {
    usage: 'fleet migrate <plans>',
    summary: 'migrate many gateways, each as a run of its own: by a policy file, or by a folder of plans',
    changes: true,
    options: [
      ['--dry-run', 'list each gateway with the reason, and migrate none'],
      ['--concurrency <count>', 'how many at the same time (default: of the policy, or 2)'],
      ['--stop-after <count>', 'start no further one after so many failures'],
      queue,
      perSecond,
      anyAccount,
    ],
    run: async (context, parameters, options) =>
      (await import('../fleet/migrate.ts')).migrateFleet(context, parameters, options),
  },
  {
    usage: 'fleet drift [folder]',
    summary: 'compare gateways with the documents in a folder, or with Terraform (--terraform); only reads',
    options: [['--terraform <file>', 'output of `terraform show -json`, of a state or a plan']],
    run: compareWithGateways,
  },
];

async function compareWithGateways(
  context: CommandContext,
  parameters: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const state = optional(options, 'terraform');
  if ((state === undefined) === (parameters.length === 0))
    throw new UsageError(
      'fleet drift takes either a folder or --terraform',
      'name a folder with documents, or a state of Terraform',
    );
  if (state !== undefined)
    return (await import('../terraform/drift-terraform.ts')).driftTerraform(context, state);
  return (await import('../documents/drift.ts')).drift(context, parameters);
}
