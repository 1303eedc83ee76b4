import { adapter, driverModule } from '@polynat/inversify';
import { type AlibabaOptions, alibaba } from './index.ts';
import { settingsSchema } from './options.ts';

type Settings = Omit<AlibabaOptions, 'clock' | 'random' | 'sender' | 'trace'>;

/** Alibaba Cloud under an alias; clock, chance, sender and trace come from the container. */
export const alibabaModule = (alias: string, settings: Settings) =>
  driverModule(alias, (runtime) => alibaba({ ...settings, ...runtime }));

/** The kind `alibaba` for clouds that a configuration names. */
export const alibabaAdapter = adapter(settingsSchema, (settings, runtime) =>
  alibaba({ ...settings, ...runtime }),
);
