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
