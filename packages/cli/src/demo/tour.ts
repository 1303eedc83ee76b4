import { stringify } from 'yaml';
import * as z from 'zod';
import type { Narrator } from './narrator.ts';

const gateways = z.array(z.object({ ref: z.string(), name: z.string() }));
const networks = z.array(z.object({ id: z.string(), name: z.string() }));
/** Only a migration has a target: the renewal is a run too. */
const runs = z.array(
  z.object({
    id: z.string(),
    migration: z
      .object({
        target: z.string(),
        pairs: z.array(z.object({ from: z.string(), to: z.string() })),
      })
      .optional(),
  }),
);

/** Lists all gateways, renews one, resizes one, and migrates one to another cloud. */
export async function tour(demo: Narrator): Promise<void> {
  demo.chapter('One table over three clouds');
  await demo.type('gateways', 'list');
  const found = gateways.parse(await demo.ask('gateways', 'list'));
  const refOf = (name: string): string => named(name, found).ref;

  demo.chapter(
    'Gateways that expire within a month, and their renewal by a policy',
    'A policy says which gateways, how long and how much. Commands that cost money ask first; scripts say --yes.',
  );
  await demo.type('billing', 'expiring', '--within', '30d');
  demo.write('policy.yaml', stringify({ expiresWithin: '30d', for: '3m', ceilings: { purchases: 20 } }));
  await demo.type('fleet', 'renew', 'policy.yaml', '--yes');

  demo.chapter(
    'A larger size for a gateway near its limit',
    'Sizes differ between clouds. at-least=N chooses the smallest size with N connections.',
  );
  await demo.type('gateways', 'resize', refOf('legacy_nat'), 'at-least=2000000', '--yes');

  await move(demo, refOf('shop-egress'));
}

async function move(demo: Narrator, shop: string): Promise<void> {
  const { id } = named('shop-network', networks.parse(await demo.ask('networks', 'list', 'baidu')));
  const migration = [shop, '--to', 'baidu', '--mapping'];

  demo.chapter(
    'From Alibaba Cloud to Baidu AI Cloud: first a plan, which only reads',
    'A mapping holds your decisions. Polynat never guesses what costs money or changes a public IP.',
  );
  demo.write('mapping.yaml', stringify({ network: { vpc: id } }));
  await demo.typeBlocked('Blocking gaps', 'plan', ...migration, 'mapping.yaml');

  demo.chapter(
    'The same plan with those decisions, applied',
    'A journal records every step: after a crash, `polynat resume` continues and `polynat rollback` undoes it.',
  );
  demo.write(
    'decided.yaml',
    stringify({ network: { vpc: id }, size: { units: 2 }, otherAddresses: 'allocate' }),
  );
  await demo.type('migrate', ...migration, 'decided.yaml', '--yes');
  const run = runs.parse(await demo.ask('runs', 'list')).find(({ migration }) => migration);
  if (!run?.migration) throw new Error('the demo stops: there is no migration');
  const { target: ref, pairs } = run.migration;

  demo.chapter(
    'Both gateways have equivalent rules',
    'verify compares the rules; --address maps each public IP to its replacement.',
  );
  const replaced = pairs.map(({ from, to }) => `${from}=${to}`);
  await demo.type('verify', shop, ref, '--address', replaced.join(','));
  await demo.type('gateways', 'list', '--name', 'shop-egress');
  await demo.type('dnat', 'list', ref);

  demo.chapter(
    'Cut over: you switch routes, firewalls and DNS, and say so',
    'Until `polynat finalize`, `polynat rollback` undoes everything. --yes never answers for the world outside.',
  );
  await demo.type('runs', 'list');
  await demo.type('cut-over', run.id, '--switched', '--by', 'jane');
  await demo.type('finalize', run.id, '--yes');
}

function named<T extends { readonly name: string }>(name: string, things: readonly T[]): T {
  const found = things.find((thing) => thing.name === name);
  if (found) return found;
  throw new Error(`the demo stops: there is no "${name}"`);
}
