import type { CommandSpec } from '../command-line/command.ts';

export const auditCommands: readonly CommandSpec[] = [
  {
    usage: 'audit verify',
    summary: 'check that no record of the audit log was changed, removed or added',
    options: [['--state <dir>', 'folder of the log (default: the one of the configuration)']],
    run: async (context, _parameters, options) =>
      (await import('../serving/verify-audit.ts')).verifyLog(context, options),
  },
];
