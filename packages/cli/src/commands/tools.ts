import type { CommandSpec } from '../command-line/command.ts';

export const toolCommands: readonly CommandSpec[] = [
  {
    usage: 'emulate',
    summary: 'run the NAT APIs of the three clouds on this machine',
    options: [
      ['--port <port>', 'port to listen on; any free one when left out'],
      ['--speed <factor>', 'divides every emulated duration; 60 when left out, 0 is instantly'],
      ['--seed <file>', 'YAML or JSON with what exists from the start'],
      [
        '--strict-tokens',
        'refuse one ClientToken for two operations of an account, even where a cloud accepts it',
      ],
    ],
    run: async (context, parameters, options) =>
      (await import('../emulator/emulate.ts')).emulate(context, parameters, options),
  },
  {
    usage: 'init',
    summary: 'write polynat.yaml from what the environment has',
    changes: true,
    options: [['--output <file>', 'another file']],
    run: async (context, parameters, options) =>
      (await import('../clouds/init.ts')).init(context, parameters, options),
  },
  {
    usage: 'demo',
    summary: 'three emulated clouds, a fleet, a renewal, an upgrade and a migration, in under a minute',
    run: async (context) => (await import('../demo/demo.ts')).demo(context),
  },
];
