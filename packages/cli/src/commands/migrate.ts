import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { CommandContext } from '../command-line/context.ts';
import type { OptionValues } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';

/** Plans of earlier releases asked this inside their run. */
const formerSwitched = [
  '--switched',
  'for plans of earlier releases: traffic uses the new gateway, Polynat may delete the source',
] as const;

const acceptDrift = [
  '--accept-drift',
  'though a gateway no longer does what it did when it was planned and verified',
] as const;

const by = ['--by <name>', 'who says so; kept in the journal'] as const;
const left = [
  '--left <step=id...>',
  'what a step left whose outcome is unknown: the id in the cloud, or none',
] as const;

const report = [
  '--report <file>',
  'write one HTML file with pictures, steps, gaps and address pairs',
] as const;

/** Also for commands of other topics that start or resume runs. */
export const anyAccount = ['--any-account', 'do not check which accounts the run acts for'] as const;

export const queue = ['--queue', 'leave it to `polynat worker` instead of working on it here'] as const;

/** Migrations and documents. The code of each command is loaded when it runs. */
export const migrateCommands: readonly CommandSpec[] = [
  {
    usage: 'export <ref>',
    summary: 'export a gateway with all its rules as a document, or for Terraform (--format terraform)',
    formats: ['terraform'],
    options: [
      ['--output <file>', 'write to a file instead of stdout, as JSON when it ends in .json'],
      ['--output-dir <folder>', 'with --format terraform: write its files into a new folder'],
      [
        '--from-terraform <file>',
        'with --format terraform and the id of an ended migration in place of <ref>: output of `terraform show -json`, to let go of its source',
      ],
    ],
    run: exportGateway,
  },
  {
    usage: 'plan <source>',
    summary: 'plan a migration (--to), or a change to match a document (--on)',
    options: [
      ['--to <alias>', 'cloud to migrate to'],
      ['--mapping <file>', 'file with your decisions'],
      ['--on <ref>', 'gateway to change to match the document <source>'],
      [
        '--from-terraform <file>',
        'output of `terraform show -json`; <source> is a gateway in it, by address or id',
      ],
      ['--output <file>', 'write the plan for `polynat apply`'],
      report,
      ['--exit-code', 'end with 6 when the plan changes something'],
    ],
    run: async (context, parameters, options) =>
      (await import('../migrating/plan.ts')).plan(context, parameters, options),
  },
  {
    usage: 'plan show <plan>',
    summary: 'show a plan from a file',
    options: [report],
    run: async (context, parameters, options) =>
      (await import('../migrating/plan.ts')).showPlan(context, parameters, options),
  },
  {
    usage: 'graph <ref>',
    summary: 'draw a gateway or a document with its rules',
    formats: ['svg', 'mermaid', 'text'],
    options: [['--output <file>', 'write to a file: SVG when it ends in .svg, Mermaid in .mmd']],
    run: async (context, parameters, options) =>
      (await import('../pictures/graph.ts')).graph(context, parameters, options),
  },
  {
    usage: 'apply <plan>',
    summary: 'apply a plan; run again after a crash to resume',
    changes: true,
    options: [queue, formerSwitched, anyAccount],
    run: async (context, parameters, options) =>
      (await import('../migrating/apply.ts')).apply(context, parameters, options),
  },
  {
    usage: 'migrate <source>',
    summary: 'plan, confirm and apply a migration',
    changes: true,
    options: [
      ['--to <alias>', 'cloud to migrate to'],
      ['--mapping <file>', 'file with your decisions'],
      queue,
      anyAccount,
    ],
    run: async (context, parameters, options) =>
      (await import('../migrating/apply.ts')).migrate(context, parameters, options),
  },
  {
    usage: 'resume <run>',
    summary: 'resume a stopped run, or the wait for an accepted change',
    changes: true,
    options: [formerSwitched, left, by, anyAccount],
    run: resume,
  },
  {
    usage: 'cut-over <run>',
    summary: 'verify once more and state that traffic uses the new gateway',
    changes: true,
    options: [['--switched', 'all traffic uses the new gateway; needs --by'], by, acceptDrift, anyAccount],
    run: async (context, parameters, options) =>
      (await import('../migrating/cut-over.ts')).cutOver(context, parameters, options),
  },
  {
    usage: 'finalize <run>',
    summary: 'end a migration; deletes the source when the plan says so',
    changes: true,
    options: [by, acceptDrift, anyAccount],
    run: async (context, parameters, options) =>
      (await import('../migrating/cut-over.ts')).finalize(context, parameters, options),
  },
  {
    usage: 'rollback <run>',
    summary: 'roll back a run: undo its steps in reverse order',
    changes: true,
    options: [
      ['--switched-back', 'all traffic uses the source: Polynat may delete the new gateway; needs --by'],
      ['--handled <step...>', 'steps that you have undone by hand'],
      left,
      by,
      acceptDrift,
      anyAccount,
    ],
    run: async (context, parameters, options) =>
      (await import('../migrating/resume.ts')).rollBack(context, parameters, options),
  },
  {
    usage: 'runs list',
    summary: 'list migrations, renewals and interrupted waits for single changes',
    run: async (context) => (await import('../migrating/list-runs.ts')).listRuns(context),
  },
  {
    usage: 'runs show <run>',
    summary: 'show when a run did what, what it has bought, undone and left, and what it waits for',
    run: async (context, parameters) =>
      (await import('../migrating/show-run.ts')).showRun(context, parameters),
  },
  {
    usage: 'runs stop <run>',
    summary: 'keep workers from a run that is queued or was interrupted; `polynat resume` continues it',
    run: async (context, parameters) =>
      (await import('../migrating/list-runs.ts')).stopRun(context, parameters),
  },
  {
    usage: 'runs unlock <run>',
    summary: 'release the locks of a run you will not resume',
    changes: true,
    options: [['--force', 'even when a process still works on it']],
    run: async (context, parameters, options) =>
      (await import('../migrating/list-runs.ts')).unlockRun(context, parameters, options),
  },
  {
    usage: 'verify <before> <after>',
    summary: 'compare the rules of two gateways or documents',
    options: [['--address <old=new...>', 'public IPs that replace others']],
    run: async (context, parameters, options) =>
      (await import('../documents/verify.ts')).verify(context, parameters, options),
  },
];

/** As a document, or as configuration with import blocks. */
async function exportGateway(
  context: CommandContext,
  parameters: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  if (options.format === 'terraform')
    return (await import('../terraform/export-terraform.ts')).exportTerraform(context, parameters, options);
  if (options.outputDir !== undefined || options.fromTerraform !== undefined)
    throw new UsageError(
      '--output-dir and --from-terraform need --format terraform',
      'add it, or leave them out',
    );
  return (await import('../documents/export-document.ts')).exportDocument(context, parameters, options);
}

/** Resumes a run, or the wait for a single change. */
async function resume(
  context: CommandContext,
  [id = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { isOperationId } = await import('../operations/kept-operations.ts');
  if (isOperationId(id))
    return (await import('../operations/resume-operation.ts')).resumeOperation(context, id);
  return (await import('../migrating/resume.ts')).resumeRun(context, id, options);
}
