import type { Capabilities, Clock, CredentialSource, Driver } from '@polynat/core';
import { type ApiOf, type Client, createClient } from './client.ts';
import { type CloudDefinition, type CloudFactory, cloudFactory } from './cloud.ts';
import type { CredentialDefinition } from './credentials/definition.ts';
import { assembleDriver, type Bound, type Resources } from './driver.ts';
import { nativeApi, type TypedNativeApi } from './native.ts';
import type { ApiOperation, Protocol } from './protocol.ts';
import type { CloudSettings, SettingsDefinition } from './settings/definition.ts';
import { openParts, type Seams } from './settings/read.ts';

/** A whole cloud as data: what it is called, what its API looks like and what it can do. */
export interface CloudParts<
  Settings extends CloudSettings,
  Keys extends object,
  Op extends ApiOperation,
  Operations extends Readonly<Record<string, Op>>,
  Context,
  R extends Resources<Context>,
> extends Pick<CloudDefinition, 'kind' | 'title' | 'variants' | 'emulated'>,
    Pick<Driver, 'pacing' | 'laneOf' | 'explainError'> {
  readonly settings: SettingsDefinition<Settings>;
  readonly credentials: CredentialDefinition<Keys>;
  readonly operations: Operations;
  readonly capabilities: Capabilities;
  readonly resources: R;
  protocol(settings: Settings): Protocol<Op, Keys>;
  /** What the resources work with. */
  context(base: ContextBase<Settings, Operations>): Context;
}

interface ContextBase<Settings, Operations extends Readonly<Record<string, ApiOperation>>> {
  readonly client: Client<ApiOf<Operations>>;
  readonly clock: Clock;
  readonly settings: Settings;
}

type Options<Settings, Keys extends object> = Settings &
  Seams & { readonly credentials: CredentialSource<Keys> };

type DefinedDriver<Operations extends Readonly<Record<string, ApiOperation>>, R> = Driver &
  Bound<R> & { readonly native: TypedNativeApi<ApiOf<Operations>> };

/** Makes the factory of a cloud from its parts. Adapters whose driver is loaded on its own put the same pieces together by hand. */
export function defineCloud<
  Settings extends CloudSettings,
  Keys extends object,
  Op extends ApiOperation,
  Operations extends Readonly<Record<string, Op>>,
  Context,
  R extends Resources<Context>,
>(
  cloud: CloudParts<Settings, Keys, Op, Operations, Context, R>,
): CloudFactory<(options: Options<Settings, Keys>) => DefinedDriver<Operations, R>> {
  const { kind, title, variants, emulated, settings, credentials } = cloud;
  const create = (options: Options<Settings, Keys>) => createDriver(cloud, options);
  return cloudFactory(
    {
      kind,
      title,
      settings,
      credentials,
      ...(variants && { variants }),
      ...(emulated && { emulated }),
      load: async () => create,
    },
    create,
  );
}

function createDriver<
  Settings extends CloudSettings,
  Keys extends object,
  Op extends ApiOperation,
  Operations extends Readonly<Record<string, Op>>,
  Context,
  R extends Resources<Context>,
>(
  cloud: CloudParts<Settings, Keys, Op, Operations, Context, R>,
  options: Options<Settings, Keys>,
): DefinedDriver<Operations, R> {
  const { kind, operations, capabilities, pacing, laneOf, explainError } = cloud;
  const { settings, ...parts } = openParts(cloud, options);
  const protocol = cloud.protocol(settings);
  const client = createClient<Op, Keys, ApiOf<Operations>>({ ...parts, operations, protocol });
  const native = nativeApi({ ...parts, operations, api: protocol.api, client });
  const { region } = settings;
  const close = () => parts.transport.close();
  const { guards } = parts;
  const frame = { kind, region, capabilities, guards, pacing, laneOf, ...(explainError && { explainError }) };
  const context = cloud.context({ client, clock: parts.clock, settings });
  const driver: unknown = assembleDriver({ ...frame, native, close }, context, cloud.resources);
  /** Its resources are those that `R` names, bound. */
  return driver as DefinedDriver<Operations, R>;
}
