import { SENDER, TRACE } from '@polynat/inversify';
import { leanSender } from '@polynat/transport';

container.bind(SENDER).toConstantValue(leanSender()); // one connection pool for all clouds
container.bind(TRACE).toConstantValue((event) => console.error(event.type, event.cloud, event.operation));

export {};
