import { adapter, driverModule } from '@polynat/inversify';
import { type TencentBmOptions, tencentBm } from './index.ts';
import { settingsSchema } from './options.ts';

type Settings = Omit<TencentBmOptions, 'clock' | 'random' | 'sender' | 'trace'>;

/** Tencent Cloud bare metal under an alias; clock, chance, sender and trace come from the container. */
export const tencentBmModule = (alias: string, settings: Settings) =>
  driverModule(alias, (runtime) => tencentBm({ ...settings, ...runtime }));

/** The kind `tencent-bm` for clouds that a configuration names. */
export const tencentBmAdapter = adapter(settingsSchema, (settings, runtime) =>
  tencentBm({ ...settings, ...runtime }),
);
