import {
  type Clock,
  check,
  type Guards,
  isReadOnly,
  type Random,
  systemClock,
  systemRandom,
} from '@polynat/core';
import {
  createTransport,
  type RateLimiter,
  type Sender,
  type Trace,
  type Transport,
} from '@polynat/transport';
import type { CredentialDefinition } from '../credentials/definition.ts';
import { resolveCredentials } from '../credentials/resolve.ts';
import type { CloudSettings, SettingsDefinition } from './definition.ts';
import { type Settings, settingsSchema } from './schema.ts';

/** What a program can replace in any adapter. */
export interface Seams {
  readonly sender?: Sender;
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** What an adapter says about its options. */
interface OptionsDefinition<S extends CloudSettings, C extends object> {
  readonly kind: string;
  readonly settings: SettingsDefinition<S>;
  readonly credentials: CredentialDefinition<C>;
}

/** What a driver is built from. */
export interface DriverParts<S extends CloudSettings, C extends object> {
  readonly settings: S;
  /** What the settings forbid, for the driver to show. */
  readonly guards: Guards;
  /** Asked before every attempt, so that temporary keys are fresh. */
  readonly credentials: () => Promise<C>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
}

/** Reads the options of an adapter. A mistake is refused with its field, and nothing is sent. */
export function openParts<S extends CloudSettings, C extends object>(
  { kind, settings, credentials }: OptionsDefinition<S, C>,
  options: Settings<S, C> & Seams,
): DriverParts<S, C> {
  const { sender, rateLimiter, trace, clock = systemClock, random = systemRandom, ...data } = options;
  const read = check(settingsSchema(settings, credentials), given(data), `${kind} options`);
  const seams = { ...(sender && { sender }), ...(rateLimiter && { rateLimiter }), ...(trace && { trace }) };
  const { readOnly, ceilings } = read;
  const transport = createTransport({ ...seams, clock, random });
  return {
    settings: read,
    guards: { ...(readOnly !== undefined && { readOnly }), ...(ceilings && { ceilings }) },
    credentials: resolveCredentials(credentials, read.credentials, { clock, whose: kind }),
    transport: readOnly ? readingTransport(transport) : transport,
    clock,
    random,
  };
}

/** Lets nothing pass that may change something, whoever asks: resources, works and the native API alike. */
const readingTransport = (transport: Transport): Transport => ({
  ...transport,
  call: async (wireCall, call) => {
    if (wireCall.repeat !== 'read') throw isReadOnly(wireCall.cloud, wireCall.operation);
    return transport.call(wireCall, call);
  },
});

/** What is `undefined` counts as left out. */
const given = (data: object): object =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
