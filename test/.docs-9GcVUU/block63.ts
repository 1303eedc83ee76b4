import { baidu } from '@polynat/baidu';
import { cloudModule } from '@polynat/inversify';

await container.load(cloudModule('search', baidu, { region: 'bj', credentials: fromEnvironment() }));

export {};
