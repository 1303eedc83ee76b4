import type { Clock, CredentialSource, Driver, Random } from '@polynat/core';
import type { Sender, Trace } from '@polynat/transport';
import type { CredentialDefinition } from './credentials/definition.ts';
import type { CloudSettings, SettingsDefinition } from './settings/definition.ts';

/**
 * All that Polynat needs to know about a cloud before its driver is loaded, as data. Containers, `polynat.yaml`, the commands, the
 * tables of the documentation and the tests read it; nothing else names the cloud.
 */
export interface CloudDefinition {
  /** What configurations call it: `alibaba`. */
  readonly kind: string;
  /** What people call it: `Alibaba Cloud`. */
  readonly title: string;
  readonly settings: SettingsDefinition;
  readonly credentials: CredentialDefinition;
  /** Settings under which its facts differ from the usual ones, for tables and tests. */
  readonly variants?: readonly Variant[];
  /** Where the emulator keeps this cloud, if it serves it. */
  readonly emulated?: Emulated;
  /** Loads the driver's code when it is first needed. */
  load(): Promise<CreateDriver>;
}

export interface Variant {
  /** Among the kinds in tests: `tencent-bm-v3`. */
  readonly name: string;
  /** What tables say of a feature that only one of the two has: `only through API v2`. */
  readonly differs: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Names in what the emulator tells about itself at `/_emulator`. */
export interface Emulated {
  /** Of the part about this cloud: `tencentBm`. */
  readonly section: string;
  /** Of the fields that hold the region and the subnet. */
  readonly region: string;
  readonly subnet: string;
}

/** What a container or a command replaces in the drivers it makes. */
export interface DriverRuntime {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly sender?: Sender;
  readonly trace?: Trace;
}

/** What every adapter takes. Its own options have more fields. */
export interface CloudOptions extends CloudSettings, DriverRuntime {
  readonly credentials: CredentialSource<object>;
}

/**
 * Makes a driver from settings that were read by the definition beside it. A method, since the options of an adapter are narrower than
 * what any caller knows.
 */
export type CreateDriver = { create(options: CloudOptions): Driver }['create'];

/** The factory of an adapter, with what is known about its cloud. */
export type CloudFactory<Create = CreateDriver> = Create & { readonly cloud: CloudDefinition };

/** `export const baidu: CloudFactory<(options: BaiduOptions) => BaiduDriver> = cloudFactory(cloud, createDriver)` */
export const cloudFactory = <Create extends CreateDriver>(
  cloud: CloudDefinition,
  create: Create,
): CloudFactory<Create> => Object.assign(create, { cloud });
