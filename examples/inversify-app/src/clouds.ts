import { alibabaAdapter } from '@polynat/alibaba/inversify';
import { baiduAdapter } from '@polynat/baidu/inversify';
import { configuredModules } from '@polynat/inversify';
import { tencentBmAdapter } from '@polynat/tencent-bm/inversify';
import { Container } from 'inversify';
import { Egress } from './egress.ts';
import { Report } from './report.ts';

/** The kinds of cloud this application has on board; the configuration chooses among them. */
const registry = { alibaba: alibabaAdapter, baidu: baiduAdapter, 'tencent-bm': tencentBmAdapter };

/** The composition root: the only file that knows adapters. Nothing is connected before somebody asks. */
export function compose(configuration: unknown): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(...configuredModules(configuration, registry));
  container.bind(Report).toSelf();
  container.bind(Egress).toSelf();
  return container;
}
