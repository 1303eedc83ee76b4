import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { configuredModules, NAT } from '@polynat/inversify';
import { Container } from 'inversify';

const settings: unknown = JSON.parse(readFileSync('clouds.json', 'utf8'));

const container = new Container();
container.load(...configuredModules(settings, [alibaba, baidu]));

for await (const gateway of container.get(NAT).gateways.list()) console.log(`${gateway.ref}`);
await container.unbindAllAsync(); // closes every connection

export {};
