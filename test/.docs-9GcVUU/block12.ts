import { fromEnvironment } from '@polynat/core';
import { cloudModule } from '@polynat/inversify';

container.load(cloudModule('spare', baidu, { region: 'gz', credentials: fromEnvironment() }));

export {};
