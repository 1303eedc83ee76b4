import { tencentBm } from '@polynat/tencent-bm';
import { cloudModule } from '@polynat/inversify';

await container.load(
  cloudModule('legacy', tencentBm, { region: 'ap-guangzhou', credentials: fromEnvironment() }),
);

export {};
