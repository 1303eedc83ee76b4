import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { configuredModules } from '@polynat/inversify';
import { tencentBm } from '@polynat/tencent-bm';
import { Container } from 'inversify';
import { Egress } from './egress.ts';
import { Report } from './report.ts';

/** The kinds of cloud this application has on board; the configuration chooses among them. */
const known = [alibaba, baidu, tencentBm];

/** The composition root: the only file that knows adapters. Nothing is connected before somebody asks. */
export function compose(configuration: unknown): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(...configuredModules(configuration, known));
  container.bind(Report).toSelf();
  container.bind(Egress).toSelf();
  return container;
}
