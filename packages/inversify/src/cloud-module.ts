import type { CloudFactory, CloudOptions, DriverRuntime } from '@polynat/adapter-kit';
import type { ContainerModule } from 'inversify';
import { driverModule } from './driver-module.ts';

/** What a cloud is made from beside what comes from the container. */
export type SettingsOf<Factory extends CloudFactory> = Omit<Parameters<Factory>[0], keyof DriverRuntime> &
  Omit<CloudOptions, keyof DriverRuntime>;

/**
 * One cloud under an alias: `cloudModule('shop', alibaba, { region: 'cn-hangzhou', credentials: fromEnvironment() })`. Clock, chance,
 * sender and trace come from the container.
 */
export const cloudModule = <Factory extends CloudFactory>(
  alias: string,
  factory: Factory,
  settings: SettingsOf<Factory>,
): ContainerModule => driverModule(alias, (runtime) => factory({ ...settings, ...runtime }));
