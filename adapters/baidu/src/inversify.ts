import { adapter, driverModule } from '@polynat/inversify';
import { type BaiduOptions, baidu } from './index.ts';
import { settingsSchema } from './options.ts';

type Settings = Omit<BaiduOptions, 'clock' | 'random' | 'sender' | 'trace'>;

/** Baidu AI Cloud under an alias; clock, chance, sender and trace come from the container. */
export const baiduModule = (alias: string, settings: Settings) =>
  driverModule(alias, (runtime) => baidu({ ...settings, ...runtime }));

/** The kind `baidu` for clouds that a configuration names. */
export const baiduAdapter = adapter(settingsSchema, (settings, runtime) =>
  baidu({ ...settings, ...runtime }),
);
