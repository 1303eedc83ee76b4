import type { CommandSpec } from '../command-line/command.ts';

/** Also for commands of other topics that share the work with workers. */
export const perSecond = [
  '--per-second <count>',
  'with --postgres: calls per second that all workers together make for one account',
] as const;

export const toolCommands: readonly CommandSpec[] = [
  {
    usage: 'emulate',
    summary: 'run an emulator of the clouds on this machine',
    options: [
      ['--port <port>', 'port to listen on (default: any free port)'],
      ['--speed <factor>', 'divide emulated durations by this (default: 60; 0: no waiting)'],
      ['--seed <file>', 'YAML or JSON with initial data'],
      [
        '--strict-tokens',
        'reject one ClientToken for two operations of an account, even where a cloud accepts it',
      ],
    ],
    run: async (context, parameters, options) =>
      (await import('../emulator/emulate.ts')).emulate(context, parameters, options),
  },
  {
    usage: 'serve',
    summary: 'serve the web page and REST API of a portal (needs @polynat/server and @polynat/portal)',
    options: [
      ['--emulated', 'serve a fleet on emulated clouds'],
      ['--port <port>', 'port to listen on (default: any free port)'],
      ['--state <dir>', 'folder of runs and of the audit log'],
    ],
    run: async (context, _parameters, options) =>
      (await import('../serving/serve.ts')).serve(context, options),
  },
  {
    usage: 'worker',
    summary: 'work on runs: those that are queued, answered, or left by processes that died',
    options: [
      ['--concurrency <count>', 'how many runs at a time (default: 10)'],
      ['--health-port <port>', 'port of the health page on this machine (default: any free port)'],
      perSecond,
    ],
    run: async (context, parameters, options) =>
      (await import('../runs/work.ts')).work(context, parameters, options),
  },
  {
    usage: 'init',
    summary: 'write polynat.yaml from the environment',
    changes: true,
    options: [['--output <file>', 'another file']],
    run: async (context, parameters, options) =>
      (await import('../clouds/init.ts')).init(context, parameters, options),
  },
  {
    usage: 'doctor [alias]',
    summary:
      'check keys, clock, endpoints and permissions, and compare answers with the documents; only reads',
    run: async (context, parameters) => (await import('../doctor/doctor.ts')).doctor(context, parameters),
  },
  {
    usage: 'record <alias>',
    summary: 'write what a cloud answers to reads, with names and ids replaced, for tests to replay',
    options: [['--output <file>', 'file to write']],
    run: async (context, parameters, options) =>
      (await import('../doctor/record.ts')).record(context, parameters, options),
  },
  {
    usage: 'demo',
    summary: 'show a fleet, a renewal, an upgrade and a migration on emulated clouds',
    run: async (context) => (await import('../demo/demo.ts')).demo(context),
  },
];
