import { type Call, NatError } from '@polynat/core';
import type { Client } from '../client.ts';
import { getGateway } from './records.ts';

/** The tables a gateway's entries stand in. They come with the gateway and stay with it, so they are looked up once. */
export interface Tables {
  snat(gateway: string, call: Call): Promise<string>;
  forward(gateway: string, call: Call): Promise<string>;
}

export function createTables(client: Client): Tables {
  const known = new Map<string, string>();
  const tableOf = async (
    kind: 'SnatTableIds' | 'ForwardTableIds',
    gateway: string,
    call: Call,
  ): Promise<string> => {
    const name = `${kind} ${gateway}`;
    const table = known.get(name) ?? (await getGateway(client, gateway, call))[kind][0];
    if (table === undefined) throw withoutTable(gateway);
    known.set(name, table);
    return table;
  };
  return {
    snat: (gateway, call) => tableOf('SnatTableIds', gateway, call),
    forward: (gateway, call) => tableOf('ForwardTableIds', gateway, call),
  };
}

const withoutTable = (gateway: string): NatError =>
  new NatError('failed-precondition', `gateway ${gateway} has no table for rules`, {
    remedy: 'wait until the gateway is available; a VPC NAT gateway has no DNAT or SNAT table',
  });
