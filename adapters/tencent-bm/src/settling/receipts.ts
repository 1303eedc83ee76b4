import type { Json, Receipt } from '@polynat/core';
import * as z from 'zod';
import type { Accepted, FullKey } from '../wires/wire.ts';

const key = z.object({ region: z.string(), network: z.string(), id: z.string() });

/** What every receipt remembers of the write behind it. */
const work = {
  /** Absent when nothing had to be done, or when the answer that named it was lost. */
  task: z.string().exactOptional(),
  /** Milliseconds since 1970. */
  asked: z.number(),
  /** What the repetition of a write whose answer was lost was refused with. */
  refusal: z.string().exactOptional(),
};

/** What each kind of receipt remembers: all that another process needs to go on watching. */
export const subjects = {
  'gateway.created': z.object({
    network: z.string(),
    name: z.string(),
    addresses: z.array(z.string()),
    ...work,
  }),
  'gateway.renamed': z.object({ key, name: z.string(), ...work }),
  'gateway.resized': z.object({ key, connections: z.number(), ...work }),
  'gateway.deleted': z.object({ key: key.nullable(), ...work }),
  'address.allocated': z.object({ id: z.string(), ...work }),
  'address.attached': z.object({ key, ip: z.string(), ...work }),
  'address.detached': z.object({ key: key.nullable(), ip: z.string(), ...work }),
  'address.released': z.object({ id: z.string().nullable(), ...work }),
  'snat.added': z.object({ key, subnet: z.string(), hosts: z.array(z.string()).nullable(), ...work }),
  'snat.removed': z.object({
    key: key.nullable(),
    subnet: z.string(),
    hosts: z.array(z.string()).nullable(),
    ...work,
  }),
};

type Subjects = typeof subjects;
export type Kind = keyof Subjects;
export type Subject<K extends Kind> = z.output<Subjects[K]>;

/** The work behind a receipt. */
export type Work = Pick<Subject<'gateway.renamed'>, 'task' | 'asked' | 'refusal'>;

/** A write as it was accepted: with its task, or only with what came of looking after a lost answer. */
export interface Sent extends Accepted {
  readonly asked: number;
  readonly refusal?: string | undefined;
}

type Details<K extends Kind> = Omit<Subject<K>, keyof Work>;

export function receipt<T, K extends Kind = Kind>(kind: K, details: Details<K>, sent: Sent): Receipt<T> {
  const { task, asked, refusal, requestId } = sent;
  const subject = {
    ...details,
    asked,
    ...(task !== undefined && { task }),
    ...(refusal !== undefined && { refusal }),
  };
  return {
    kind,
    subject: subject as Json,
    ...(task !== undefined && { task }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** Only what names the gateway: a `GatewayRef` carries more, and prints as text. */
export const plainKey = ({ region, network, id }: FullKey): FullKey => ({ region, network, id });
