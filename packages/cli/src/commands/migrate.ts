import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { CommandContext } from '../command-line/context.ts';

const switched = ['--switched', 'traffic uses the new gateway: the source may be deleted'] as const;

/** Moving gateways between clouds. What these commands do is loaded when one of them runs. */
export const migrateCommands: readonly CommandSpec[] = [
  {
    usage: 'export <ref>',
    summary: 'write a gateway with all its rules as one document',
    options: [
      ['--format <format>', 'yaml or json'],
      ['--output <file>', 'write to a file instead of the terminal'],
    ],
    run: async (context, parameters, options) =>
      (await import('../documents/export-document.ts')).exportDocument(context, parameters, options),
  },
  {
    usage: 'plan <source>',
    summary:
      'lay out how a gateway or document moves (--to, --mapping), or what makes a gateway as documented (--on)',
    options: [
      ['--to <alias>', 'cloud to move to'],
      ['--mapping <file>', 'what you decide about the move'],
      ['--on <ref>', 'gateway that should become what the document <source> says'],
      ['--output <file>', 'keep the plan for `polynat apply`'],
    ],
    run: async (context, parameters, options) =>
      (await import('../migrating/plan.ts')).plan(context, parameters, options),
  },
  {
    usage: 'apply <plan>',
    summary: 'run a plan; run it again after a crash and it goes on',
    changes: true,
    options: [switched],
    run: async (context, parameters) => (await import('../migrating/apply.ts')).apply(context, parameters),
  },
  {
    usage: 'migrate <source>',
    summary: 'plan, confirm and apply in one go',
    changes: true,
    options: [
      ['--to <alias>', 'cloud to move to'],
      ['--mapping <file>', 'what you decide about the move'],
      switched,
    ],
    run: async (context, parameters, options) =>
      (await import('../migrating/apply.ts')).migrate(context, parameters, options),
  },
  {
    usage: 'resume <run>',
    summary: 'go on with a migration that stopped, or with the wait for a change',
    changes: true,
    options: [switched],
    run: resume,
  },
  {
    usage: 'rollback <run>',
    summary: 'undo what a migration has done, in reverse order',
    changes: true,
    options: [['--switched-back', 'traffic uses the source again: the new gateway may be deleted']],
    run: async (context, parameters) =>
      (await import('../migrating/resume.ts')).rollBack(context, parameters),
  },
  {
    usage: 'runs list',
    summary: 'migrations under way and done',
    run: async (context) => (await import('../migrating/list-runs.ts')).listRuns(context),
  },
  {
    usage: 'runs unlock <run>',
    summary: 'free what a run holds that will not go on',
    changes: true,
    options: [['--force', 'even from a process that still works on it']],
    run: async (context, parameters, options) =>
      (await import('../migrating/list-runs.ts')).unlockRun(context, parameters, options),
  },
  {
    usage: 'verify <before> <after>',
    summary: 'compare what two gateways do, packet by packet; either may be a document',
    options: [['--address <old=new...>', 'which address stands for which']],
    run: async (context, parameters, options) =>
      (await import('../documents/verify.ts')).verify(context, parameters, options),
  },
  {
    usage: 'drift <folder>',
    summary: 'compare gateways with the documents in a folder that say how they should be; only reads',
    run: async (context, parameters) => (await import('../documents/drift.ts')).drift(context, parameters),
  },
];

/** A run by its id, or the wait for a single change that was cut short. */
async function resume(context: CommandContext, [id = '']: readonly string[]): Promise<Answer> {
  const { isOperationId } = await import('../operations/kept-operations.ts');
  if (isOperationId(id))
    return (await import('../operations/resume-operation.ts')).resumeOperation(context, id);
  return (await import('../migrating/resume.ts')).resumeRun(context, id);
}
