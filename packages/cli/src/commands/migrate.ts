import type { CommandSpec } from '../command-line/command.ts';

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
    run: async (session, parameters, options) =>
      (await import('../documents/documents.ts')).exportDocument(session, parameters, options),
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
    run: async (session, parameters, options) =>
      (await import('../migrating/planning.ts')).plan(session, parameters, options),
  },
  {
    usage: 'apply <plan>',
    summary: 'run a plan; run it again after a crash and it goes on',
    changes: true,
    options: [switched],
    run: async (session, parameters) => (await import('../migrating/planning.ts')).apply(session, parameters),
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
    run: async (session, parameters, options) =>
      (await import('../migrating/planning.ts')).migrate(session, parameters, options),
  },
  {
    usage: 'resume <run>',
    summary: 'go on with a migration that stopped, or with the wait for a change',
    changes: true,
    options: [switched],
    run: async (session, parameters) => (await import('../migrating/runs.ts')).resume(session, parameters),
  },
  {
    usage: 'rollback <run>',
    summary: 'undo what a migration has done, in reverse order',
    changes: true,
    options: [['--switched-back', 'traffic uses the source again: the new gateway may be deleted']],
    run: async (session, parameters) => (await import('../migrating/runs.ts')).rollBack(session, parameters),
  },
  {
    usage: 'runs list',
    summary: 'migrations under way and done',
    run: async (session) => (await import('../migrating/runs.ts')).listRuns(session),
  },
  {
    usage: 'runs unlock <run>',
    summary: 'free what a run holds that will not go on',
    changes: true,
    options: [['--force', 'even from a process that still works on it']],
    run: async (session, parameters, options) =>
      (await import('../migrating/runs.ts')).unlockRun(session, parameters, options),
  },
  {
    usage: 'verify <before> <after>',
    summary: 'compare what two gateways do, packet by packet; either may be a document',
    options: [['--address <old=new...>', 'which address stands for which']],
    run: async (session, parameters, options) =>
      (await import('../documents/documents.ts')).verify(session, parameters, options),
  },
  {
    usage: 'drift <folder>',
    summary: 'compare gateways with the documents in a folder that say how they should be; only reads',
    run: async (session, parameters) => (await import('../documents/drift.ts')).drift(session, parameters),
  },
];
